import { eventNeeds, eventOperationBytes, eventOperations, Placement } from '../../compute/internal.js';
import type { Spans } from './spans.js';
import type { Window } from './window.js';

/** Aggregates that one of the moments asks for: addresses of the results, 0 where one is not wanted. */
export type MomentResults = Readonly<Partial<Record<'sum' | 'mean' | 'deviation' | 'missing', number>>>;

const WORDS = eventOperationBytes / 4;

/**
 * Aggregates of the events of one column that are computed together: each is an operation, and has one result or several, numbers of every question in the
 * order of asking. NaN where a window has nothing that it could be of. Results lie in the memory of kernels until {@link dispose}.
 */
export class Program {
  readonly spans: Spans;
  /** What operations need of the numbers of a key, as bits. */
  needs = 0;
  readonly place: Placement;
  readonly #words: number[] = [];

  constructor(spans: Spans) {
    this.spans = spans;
    this.place = new Placement(spans.pool.arena);
  }

  /** Address of a new result, f64 [questions]. */
  result(): number {
    const { kept, questions, pool } = this.spans;
    const at = this.place.block(8 * questions);
    // Kernels answer questions that are kept.
    if (kept < questions) pool.arena.float64(at, questions).fill(Number.NaN);
    return at;
  }

  /** A copy of a result. */
  read(result: number): Float64Array {
    return this.spans.pool.arena.float64(result, this.spans.questions).slice();
  }

  count(window: Window, out: number): void {
    this.#add(eventOperations.count, window, [out]);
  }

  /** Days since the last or first event, or between two of them. */
  when(what: 'sinceLast' | 'sinceFirst' | 'between', out: number): void {
    this.#add(eventOperations[what], 'all', [out]);
  }

  /** Deviations are of the numbers themselves (divided by n), as `stddev_pop` of SQL; `missing`: share of events without number. */
  moments(window: Window, { sum = 0, mean = 0, deviation = 0, missing = 0 }: MomentResults): void {
    this.needs |= eventNeeds.sums | (deviation ? eventNeeds.squares : 0);
    this.#add(eventOperations.moments, window, [sum, mean, deviation, missing]);
  }

  extreme(window: Window, which: 'min' | 'max', out: number): void {
    this.#add(eventOperations.extreme, window, [out, which === 'max' ? 1 : -1, Number(window === 'all')]);
  }

  /** Slope of the numbers against time, per day, by least squares. */
  trend(window: Window, out: number): void {
    this.needs |= eventNeeds.products;
    this.#add(eventOperations.trend, window, [out]);
  }

  /** The number at the last time but `back`; of several events at that time the mean of their numbers. */
  lag(back: number, out: number): void {
    this.needs |= eventNeeds.sums;
    this.#add(eventOperations.lag, 'all', [out, back]);
  }

  /** The last number that is not missing; of several at that time their mean. */
  lastNumber(out: number): void {
    this.needs |= eventNeeds.sums;
    this.#add(eventOperations.lastNumber, 'all', [out]);
  }

  /** The last code that is not missing; of several at that time the smallest. */
  lastCode(out: number): void {
    this.#add(eventOperations.lastCode, 'all', [out]);
  }

  /** How many different codes there are, missing ones apart. */
  distinct(window: Window, out: number): void {
    this.#add(eventOperations.distinct, window, [out]);
  }

  /** Shares of the events with a value that have this one, in windows. */
  shares(
    kind: 'number' | 'code',
    of: number,
    outs: readonly { readonly window: Window; readonly out: number }[],
  ): void {
    this.#add(eventOperations[kind === 'number' ? 'countNumber' : 'countCode'], 'all', [], of);
    for (const { window, out } of outs) this.#add(eventOperations.share, window, [out]);
  }

  /** Words of the operations, eight each. */
  words(): Int32Array {
    return Int32Array.from(this.#words);
  }

  dispose(): void {
    this.place.dispose();
  }

  #add(kind: number, window: Window, words: readonly number[], value = 0): void {
    const all = [kind, this.spans.start(window), ...words];
    while (all.length < WORDS - 2) all.push(0);
    this.#words.push(...all, ...new Int32Array(Float64Array.of(value).buffer));
  }
}
