import * as z from 'zod/mini';
import { option, type RunOptions, throwIfAborted, YieldTimer } from '../../core/index.js';
import { BestFirst } from './best-first.js';
import { checkDeadline } from './deadline.js';
import { Demand, TOLERANCE } from './demand.js';
import { priceStep, raised } from './prices.js';
import { checkMix, type MixProblem, mixProblem } from './problem.js';

export interface CheapestMixOptions extends MixProblem, RunOptions {
  /** Within how many hours the load has to be done; devices are rented for all of them. */
  readonly deadlineHours: number;
  /** How much dearer than the cheapest the answer may be, relative to its own price; default 0. */
  readonly gap?: number;
  /** How many partial choices are looked at before the best so far is given; default 20,000. */
  readonly maxNodes?: number;
}

/** Which devices to rent, and what they do. */
export interface DeviceMix {
  /** How many of each kind, in the order of `devices`. */
  readonly counts: readonly number[];
  /** How much of which class is done where; work of a class that goes on coming is counted up to the deadline. */
  readonly assignment: readonly { readonly work: string; readonly device: string; readonly units: number }[];
  /** Of all devices together, an hour and until the deadline. */
  readonly pricePerHour: number;
  readonly cost: number;
  /** No mix costs less until the deadline. */
  readonly lowerBound: number;
  /** (cost - lowerBound) / cost; 0 where both are 0. */
  readonly gap: number;
  /** Whether it is proved that no mix is cheaper (by more than a billionth). */
  readonly isOptimal: boolean;
  /** The bound where devices could be rented in parts: that of the linear programme. */
  readonly relaxedCost: number;
  /** The part of the time that the devices are busy, where the busiest kind is as little busy as can be. */
  readonly busy: number;
  /** Partial choices that were looked at. */
  readonly nodes: number;
}

const schema = z.strictObject({
  ...option.runOptions,
  ...mixProblem,
  deadlineHours: option.positive,
  gap: z.optional(option.rate),
  maxNodes: z.optional(option.count),
});

/** Bounds of the numbers of devices of each kind. */
interface Box {
  readonly least: readonly number[];
  readonly most: readonly number[];
  /** Numbers that do the load at the least price, not all whole. */
  readonly counts: Float64Array;
}

/**
 * The cheapest mix of devices that does a load by a deadline: an integer programme (Griggs and others, "Mélange: cost efficient large
 * language model serving by exploiting GPU heterogeneity", 2024) over numbers of devices, solved by branch and bound with linear programmes as
 * bounds. Work can be divided at will, both over kinds and over devices of a kind. Nothing is random.
 *
 * ```ts
 * const { counts, cost } = await cheapestMix({
 *   devices: [
 *     { name: 'small', pricePerHour: 1, available: 10, unitsPerHour: { chat: 100, code: 10 } },
 *     { name: 'large', pricePerHour: 4, available: 10, unitsPerHour: { chat: 300, code: 90 } },
 *   ],
 *   load: [{ name: 'chat', units: 1000 }, { name: 'code', units: 300 }],
 *   deadlineHours: 4,
 * }); // [3, 1], 28
 * ```
 *
 * @throws {HeteroGraphError} LOAD_NOT_MET naming a class, and by when the load could be done; INVALID_OPTION; DUPLICATE_NAME; ABORTED
 */
export async function cheapestMix(options: CheapestMixOptions): Promise<DeviceMix> {
  checkMix(schema, options);
  const { devices, load, deadlineHours, signal, onProgress } = options;
  throwIfAborted(signal);
  checkDeadline({ devices, load }, deadlineHours);
  const search = new Search(options);
  const timer = new YieldTimer(signal);
  const report = () =>
    onProgress?.({ stage: 'mix', done: search.nodes, unit: 'nodes', values: { cost: search.price * deadlineHours } });
  while (search.isOpen()) {
    search.step();
    if (!timer.isDue()) continue;
    report();
    await timer.yieldNow();
  }
  report();
  return search.answer();
}

class Search {
  readonly #options: CheapestMixOptions;
  readonly #demand: Demand;
  readonly #prices: readonly number[];
  readonly #step: number;
  readonly #open = new BestFirst<Box>();
  readonly #relaxed: number;
  #best: readonly number[];
  /** An hour, of the best so far. */
  price: number;
  nodes = 0;

  constructor(options: CheapestMixOptions) {
    this.#options = options;
    const { devices, load, deadlineHours } = options;
    this.#demand = new Demand({ devices, load }, deadlineHours);
    this.#prices = devices.map(({ pricePerHour }) => pricePerHour);
    this.#step = priceStep(this.#prices);
    this.#best = devices.map(({ available }) => available);
    this.price = this.#priceOf(this.#best);
    this.#relaxed =
      this.#add(
        devices.map(() => 0),
        this.#best,
      ) ?? this.price;
  }

  isOpen(): boolean {
    const { gap = 0, maxNodes = 20_000 } = this.#options;
    return this.nodes < maxNodes && this.#open.size > 0 && this.price - this.#bound() > gap * this.price;
  }

  /** Looks at the box of the least bound: rounds its numbers up, and divides it at the one that costs most of its rounding. */
  step(): void {
    this.nodes++;
    const { least, most, counts } = this.#open.take()!;
    const rounded = Array.from(counts, (count, device) => Math.min(most[device]!, wholeFrom(count)));
    if (this.#priceOf(rounded) < this.price || this.nodes === 1) this.#keep(this.#reduced(rounded));
    let widest = -1;
    let lost = 0;
    for (const [device, count] of counts.entries()) {
      const own = (1e-12 + this.#prices[device]!) * Math.abs(count - Math.round(count));
      if (own > lost) [widest, lost] = [device, own];
    }
    // Nothing in the box is cheaper than whole numbers of it that do the load; they may not, where a number is too small to be seen.
    const isWhole = counts.every((count) => Math.abs(count - Math.round(count)) <= TOLERANCE * Math.max(1, count));
    if (isWhole && this.#isEnough(rounded)) return;
    if (widest < 0) widest = least.findIndex((bound, device) => bound < most[device]!);
    if (widest < 0) return;
    const at = Math.min(Math.floor(counts[widest]!), most[widest]! - 1);
    this.#add(least, most.with(widest, at));
    this.#add(least.with(widest, at + 1), most);
  }

  answer(): DeviceMix {
    const { devices, load, deadlineHours } = this.#options;
    const { busy, shares } = this.#demand.busy(this.#best);
    const assignment = shares.map(({ work, device, share }) => {
      const { name, units = 0, unitsPerHour = 0 } = load[work]!;
      return { work: name, device: devices[device]!.name, units: share * (units + unitsPerHour * deadlineHours) };
    });
    const [cost, lowerBound] = [this.price * deadlineHours, this.#bound() * deadlineHours];
    const gap = cost > lowerBound ? (cost - lowerBound) / cost : 0;
    return {
      counts: this.#best,
      ...{ assignment, pricePerHour: this.price, cost, lowerBound, gap },
      isOptimal: gap === 0,
      ...{ relaxedCost: this.#relaxed * deadlineHours, busy, nodes: this.nodes },
    };
  }

  /** An hour of any mix that may be left, or of the best. */
  #bound(): number {
    const bound = Math.min(this.price, this.#open.bound);
    return this.#isBelow(bound) ? bound : this.price;
  }

  #isBelow(price: number): boolean {
    return price < this.price * (1 - TOLERANCE);
  }

  /** Leaves a box to be looked at, unless nothing in it is cheaper than the best; gives its bound. */
  #add(least: readonly number[], most: readonly number[]): number | undefined {
    const relaxed = this.#demand.relaxed(this.#prices, least, most);
    if (!relaxed) return undefined;
    const bound = raised(relaxed.price, this.#step);
    if (this.#isBelow(bound)) this.#open.add(bound, { least, most, counts: relaxed.counts });
    return relaxed.price;
  }

  /** Leaves out devices, the dearest first, as long as the rest do the load. */
  #reduced(counts: readonly number[]): readonly number[] {
    let reduced = counts;
    const dearest = this.#prices
      .map((_, device) => device)
      .sort((a, b) => this.#prices[b]! - this.#prices[a]! || a - b);
    for (const device of dearest) {
      while (reduced[device]! > 0) {
        const fewer = reduced.with(device, reduced[device]! - 1);
        if (!this.#isEnough(fewer)) break;
        reduced = fewer;
      }
    }
    return reduced;
  }

  #keep(counts: readonly number[]): void {
    const price = this.#priceOf(counts);
    if (this.#isBelow(price) && this.#isEnough(counts)) [this.#best, this.price] = [counts, price];
  }

  #isEnough(counts: readonly number[]): boolean {
    return this.#demand.busy(counts).busy <= 1 + TOLERANCE;
  }

  #priceOf(counts: readonly number[]): number {
    return counts.reduce((sum, count, device) => sum + count * this.#prices[device]!, 0);
  }
}

/** The next whole number, but the nearest where that is as good as reached. */
function wholeFrom(count: number): number {
  return Math.max(0, Math.ceil(count - TOLERANCE * Math.max(1, count)));
}
