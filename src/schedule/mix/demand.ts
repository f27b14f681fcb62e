import { ownProperty } from '../../core/index.js';
import { minimise } from './linear-program.js';
import type { MixProblem } from './problem.js';

/** A share of a class's work on a kind of device. */
export interface Share {
  /** Positions in the load and in the list of devices. */
  readonly work: number;
  readonly device: number;
  /** Of the work of the class, in (0, 1]. */
  readonly share: number;
}

/** Times that differ by less count as equal, relative to their size. */
export const TOLERANCE = 1e-9;

/** What a load asks of devices within some hours. Work can be divided at will among the devices of the kinds that can do it. */
export class Demand {
  /** The hours. */
  readonly hours: number;
  readonly numDevices: number;
  /** Classes that have work at all, by their positions in the load. */
  readonly classes: readonly number[];
  /** [kinds] of [classes]: how many devices of the kind the whole work of a class takes; Infinity where it cannot run. */
  readonly needs: readonly Float64Array[];
  /** [classes]: which share of its work is there at the start; the rest comes evenly over the hours. */
  readonly present: Float64Array;

  constructor({ devices, load }: MixProblem, hours: number) {
    this.hours = hours;
    this.numDevices = devices.length;
    const work = load.map(({ units = 0, unitsPerHour = 0 }) => units + unitsPerHour * hours);
    this.classes = work.flatMap((amount, position) => (amount > 0 ? [position] : []));
    this.present = Float64Array.from(this.classes, (position) => (load[position]!.units ?? 0) / work[position]!);
    this.needs = devices.map(({ unitsPerHour }) =>
      Float64Array.from(this.classes, (position) => {
        const speed = ownProperty(unitsPerHour, load[position]!.name) ?? 0;
        return speed > 0 ? work[position]! / (speed * hours) : Number.POSITIVE_INFINITY;
      }),
    );
  }

  /**
   * How busy so many devices of each kind are at least if they share the load best: 1 where they just do it within the hours, Infinity
   * where they cannot at all.
   */
  busy(counts: ArrayLike<number>): { readonly busy: number; readonly shares: readonly Share[] } {
    return this.#least(counts, () => 0);
  }

  /**
   * After how many hours so many devices of each kind have done all work that is there at the start, while other work comes; Infinity
   * where they never have. 0 where there is no such work and they keep up with what comes.
   */
  finish(counts: ArrayLike<number>): number {
    if (this.present.every((share) => share === 0)) return this.busy(counts).busy <= 1 + TOLERANCE ? 0 : Infinity;
    return this.hours * this.#least(counts, (c) => 1 - this.present[c]!).busy;
  }

  /** The least part t of the hours in which devices do all of each class but what has not come: `coming` x (1 - t) of it. */
  #least(counts: ArrayLike<number>, coming: (c: number) => number) {
    const { pairs, rows, limits } = this.#conditions(counts, 1);
    const last = pairs.length;
    for (let c = 0; c < this.classes.length; c++) {
      rows[c]![last] = coming(c);
      limits[c] = coming(c) - 1;
    }
    for (let device = 0; device < this.numDevices; device++)
      rows[this.classes.length + device]![last] = -counts[device]!;
    const solution = minimise({ costs: [...pairs.map(() => 0), 1], rows, limits });
    if (!solution) return { busy: Infinity, shares: [] };
    // A class may be done more than once where devices have time left.
    const sums = new Float64Array(this.classes.length);
    for (const [j, { c }] of pairs.entries()) sums[c]! += solution.x[j]!;
    const shares = pairs.flatMap(({ c, device }, j): Share[] => {
      const share = solution.x[j]! / sums[c]!;
      return share > TOLERANCE ? [{ work: this.classes[c]!, device, share }] : [];
    });
    return { busy: Math.max(0, solution.value), shares };
  }

  /**
   * The least price of numbers of devices, not all whole, between two bounds that do the load.
   *
   * @param prices of a device of each kind
   * @returns undefined where even the most do not
   */
  relaxed(
    prices: readonly number[],
    least: ArrayLike<number>,
    most: ArrayLike<number>,
  ): { readonly price: number; readonly counts: Float64Array } | undefined {
    const open = prices.flatMap((_, device) => (most[device]! > least[device]! ? [device] : []));
    const { pairs, rows, limits } = this.#conditions(most, open.length);
    const numVariables = pairs.length + open.length;
    for (let c = 0; c < this.classes.length; c++) limits[c] = -1;
    for (let device = 0; device < this.numDevices; device++) limits[this.classes.length + device] = least[device]!;
    for (const [k, device] of open.entries()) {
      rows[this.classes.length + device]![pairs.length + k] = -1;
      const bound = new Float64Array(numVariables);
      bound[pairs.length + k] = 1;
      rows.push(bound);
      limits.push(most[device]! - least[device]!);
    }
    const solution = minimise({
      costs: [...pairs.map(() => 0), ...open.map((device) => prices[device]!)],
      rows,
      limits,
    });
    if (!solution) return undefined;
    const counts = Float64Array.from(least);
    for (const [k, device] of open.entries()) counts[device]! += solution.x[pairs.length + k]!;
    return { price: prices.reduce((sum, price, device) => sum + price * least[device]!, solution.value), counts };
  }

  /**
   * The least cost of numbers of devices, not all whole, between two bounds that are rented until the work is done.
   *
   * @param prices of a device of each kind for `hours`
   * @returns undefined where even the most never do it
   */
  leastCost(prices: readonly number[], least: ArrayLike<number>, most: ArrayLike<number>): number | undefined {
    const open = prices.flatMap((_, device) => (most[device]! > least[device]! ? [device] : []));
    // Variables: shares, the time of more devices than the least, and the time that all are rented.
    const { pairs, rows, limits } = this.#conditions(most, open.length + 1);
    const last = pairs.length + open.length;
    for (const [c, share] of this.present.entries()) {
      rows[c]![last] = 1 - share;
      limits[c] = -share;
    }
    for (let device = 0; device < this.numDevices; device++)
      rows[this.classes.length + device]![last] = -least[device]!;
    for (const [k, device] of open.entries()) {
      rows[this.classes.length + device]![pairs.length + k] = -1;
      const bound = new Float64Array(last + 1);
      bound[pairs.length + k] = 1;
      bound[last] = least[device]! - most[device]!;
      rows.push(bound);
      limits.push(0);
    }
    const always = prices.reduce((sum, price, device) => sum + price * least[device]!, 0);
    const costs = [...pairs.map(() => 0), ...open.map((device) => prices[device]!), always];
    return minimise({ costs, rows, limits })?.value;
  }

  /** Variables for the shares of every class on every kind of which there are devices, and room for more of them. */
  #conditions(counts: ArrayLike<number>, more: number) {
    const pairs: { c: number; device: number }[] = [];
    for (let c = 0; c < this.classes.length; c++) {
      for (let device = 0; device < this.numDevices; device++)
        if (counts[device]! > 0 && this.needs[device]![c]! < Infinity) pairs.push({ c, device });
    }
    const size = this.classes.length + this.numDevices;
    const rows = Array.from({ length: size }, () => new Float64Array(pairs.length + more));
    for (const [j, { c, device }] of pairs.entries()) {
      rows[c]![j] = -1;
      rows[this.classes.length + device]![j] = this.needs[device]![c]!;
    }
    return { pairs, rows, limits: Array.from({ length: size }, () => 0) };
  }
}
