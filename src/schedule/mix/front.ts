import * as z from 'zod/mini';
import { HeteroGraphError, option, type RunOptions, throwIfAborted, YieldTimer } from '../../core/index.js';
import { BestFirst } from './best-first.js';
import { checkDeadline, typicalHours } from './deadline.js';
import { Demand, TOLERANCE } from './demand.js';
import { checkMix, type MixProblem, mixProblem } from './problem.js';

export interface MixFrontOptions extends MixProblem, RunOptions {
  /** How many partial choices are looked at before what was found is given; default 100,000. */
  readonly maxNodes?: number;
}

/** A mix of devices to which every other is slower or dearer, or both alike. */
export interface FrontPoint {
  /** How many of each kind, in the order of `devices`. */
  readonly counts: readonly number[];
  /** When all work that is there at the start is done. */
  readonly hours: number;
  /** Of all devices until then. */
  readonly cost: number;
}

export interface MixFront {
  /** The fastest first, the cheapest last; one mix for every pair of time and cost. */
  readonly points: readonly FrontPoint[];
  /** Whether it is proved that there are no others. */
  readonly isComplete: boolean;
  readonly nodes: number;
}

const schema = z.strictObject({ ...option.runOptions, ...mixProblem, maxNodes: z.optional(option.count) });

/** Numbers of devices between two bounds. */
interface Box {
  readonly least: readonly number[];
  readonly most: readonly number[];
  /** Of the most: no mix in the box is faster. */
  readonly hours: number;
  /** Of any mix in the box, at least. */
  readonly cost: number;
}

/**
 * All mixes of devices that are best in time and money: each is rented until the load is done, and none of the others is both as
 * fast and as cheap. Branch and bound over boxes of numbers of devices: nothing in a box is faster than its most devices, nor cheaper than
 * a linear programme over it; a box that a mix found before beats in both is left out. Nothing is random.
 *
 * ```ts
 * const { points } = await mixFront({ devices, load });
 * points[0]; // { counts: [10, 10], hours: 0.7, cost: 35 }: with all devices
 * points.at(-1); // the cheapest
 * ```
 *
 * @throws {HeteroGraphError} LOAD_NOT_MET; INVALID_OPTION, also of a load in which nothing has to be done by any time; DUPLICATE_NAME; ABORTED
 */
export async function mixFront(options: MixFrontOptions): Promise<MixFront> {
  checkMix(schema, options);
  const { devices, load, signal, onProgress, maxNodes = 100_000 } = options;
  throwIfAborted(signal);
  if (!load.some(({ units = 0 }) => units > 0))
    throw new HeteroGraphError('INVALID_OPTION', 'The load has no work that is ever done.', {
      column: 'load',
      hint: 'Give a class units; for work that only goes on coming, use cheapestMix.',
    });
  checkDeadline({ devices, load }, Number.POSITIVE_INFINITY);
  const search = new FrontSearch({ devices, load });
  const timer = new YieldTimer(signal);
  const report = () =>
    onProgress?.({ stage: 'front', done: search.nodes, unit: 'nodes', values: { points: search.points.length } });
  while (search.isOpen && search.nodes < maxNodes) {
    search.step();
    if (!timer.isDue()) continue;
    report();
    await timer.yieldNow();
  }
  report();
  return { points: search.points, isComplete: !search.isOpen, nodes: search.nodes };
}

class FrontSearch {
  readonly #demand: Demand;
  readonly #prices: readonly number[];
  readonly #open = new BestFirst<Box>();
  /** By time. */
  points: FrontPoint[] = [];
  nodes = 0;

  constructor(problem: MixProblem) {
    const hours = typicalHours(problem);
    this.#demand = new Demand(problem, hours);
    this.#prices = problem.devices.map(({ pricePerHour }) => pricePerHour * hours);
    this.#add(
      problem.devices.map(() => 0),
      problem.devices.map(({ available }) => available),
    );
  }

  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  /** Divides the box that may have the cheapest mix, where the two halves of a kind differ most in price. */
  step(): void {
    this.nodes++;
    const { least, most, hours, cost } = this.#open.take()!;
    if (this.#isBeaten(hours, cost)) return;
    let widest = -1;
    let width = 0;
    for (const [device, price] of this.#prices.entries()) {
      const own = (most[device]! - least[device]!) * (price + 1e-12);
      if (own > width) [widest, width] = [device, own];
    }
    if (widest < 0) return;
    const middle = Math.floor((least[widest]! + most[widest]!) / 2);
    this.#add(least.with(widest, middle + 1), most, hours);
    this.#add(least, most.with(widest, middle));
  }

  /** Tries the most devices of a box, and leaves it to be divided unless all in it are beaten. */
  #add(least: readonly number[], most: readonly number[], known?: number): void {
    const hours = known ?? this.#demand.finish(most);
    if (hours === Number.POSITIVE_INFINITY) return;
    if (known === undefined) this.#keep(most, hours);
    const cost = this.#demand.leastCost(this.#prices, least, most);
    if (cost === undefined || this.#isBeaten(hours, cost)) return;
    this.#open.add(cost, { least, most, hours, cost });
  }

  #keep(counts: readonly number[], hours: number): void {
    const price = this.#prices.reduce((sum, each, device) => sum + each * counts[device]!, 0);
    const cost = (price * hours) / this.#demand.hours;
    if (this.#isBeaten(hours, cost)) return;
    this.points = this.points.filter(
      (each) => each.hours < hours * (1 - TOLERANCE) || each.cost < cost * (1 - TOLERANCE),
    );
    this.points.push({ counts, hours, cost });
    this.points.sort((a, b) => a.hours - b.hours);
  }

  /** Whether a mix that was found is as fast and as cheap. */
  #isBeaten(hours: number, cost: number): boolean {
    return this.points.some(
      (each) => each.hours <= hours * (1 + TOLERANCE) && each.cost <= cost * (1 + TOLERANCE) + Number.MIN_VALUE,
    );
  }
}
