import { sortByKeyAndTime } from './sort-events.js';
import type { TemporalIndex } from './temporal-index.js';
import { type Window, windowName } from './window.js';

/** Seconds. */
export const DAY = 86_400;

/**
 * Which places of an index each question sees: those of its key with time <= cutoff. Questions are in the order of (key, cutoff), so that both ends
 * of every window only ever move forward within a key; those without key or cutoff are left out.
 */
export class Spans {
  readonly index: TemporalIndex;
  /** Number of each question, [kept]. */
  readonly order: Int32Array;
  /** [kept]. */
  readonly keys: Int32Array;
  /** First place of the key, [kept]. */
  readonly begin: Int32Array;
  /** Behind the last place that is seen, [kept]. */
  readonly end: Int32Array;
  readonly #cutoffs: Float64Array;
  readonly #starts = new Map<string, Int32Array>();

  /**
   * @param keys [questions], -1: none
   * @param cutoffs up to when events are seen (inclusive) in seconds, [questions]
   */
  constructor(index: TemporalIndex, keys: Int32Array, cutoffs: Float64Array) {
    const { offsets, order, times } = sortByKeyAndTime(keys, cutoffs, index.numKeys);
    const [begins, ends] = [new Int32Array(order.length), new Int32Array(order.length)];
    const keyOf = new Int32Array(order.length);
    for (let key = 0; key < index.numKeys; key++) {
      const begin = index.begin[key]!;
      const stop = index.end(key);
      let end = begin;
      for (let i = offsets[key]!; i < offsets[key + 1]!; i++) {
        end = firstAbove(index.times, times[i]!, end, stop);
        keyOf[i] = key;
        begins[i] = begin;
        ends[i] = end;
      }
    }
    this.index = index;
    this.order = order;
    this.keys = keyOf;
    this.begin = begins;
    this.end = ends;
    this.#cutoffs = times;
  }

  /**
   * First place of a window, [kept]: of a span of days d the events with cutoff - d < time; of the last n rows also those at the same time as the
   * n-th.
   */
  start(window: Window): Int32Array {
    if (window === 'all') return this.begin;
    const name = windowName(window);
    const known = this.#starts.get(name);
    if (known) return known;
    const starts = 'days' in window ? this.#since(window.days * DAY) : this.#lastRows(window.rows);
    this.#starts.set(name, starts);
    return starts;
  }

  #since(seconds: number): Int32Array {
    const { begin, end } = this;
    const starts = new Int32Array(end.length);
    for (let i = 0; i < end.length; i++) {
      const from = i > 0 && begin[i] === begin[i - 1] ? starts[i - 1]! : begin[i]!;
      starts[i] = firstAbove(this.index.times, this.#cutoffs[i]! - seconds, from, end[i]!);
    }
    return starts;
  }

  #lastRows(count: number): Int32Array {
    const { begin, end, index } = this;
    const groups = index.hasTies ? index.groups : undefined;
    return end.map((stop, i) => {
      const start = Math.max(begin[i]!, stop - count);
      return groups && start < stop ? groups[start]! : start;
    });
  }
}

/** First place in [low, high) whose time is above; `high` where there is none. */
function firstAbove(times: Float64Array, time: number, low: number, high: number): number {
  // From the left in growing steps: the answer is most often near.
  let step = 1;
  while (low < high) {
    const at = Math.min(low + step, high) - 1;
    if (times[at]! > time) {
      high = at;
      break;
    }
    low = at + 1;
    step *= 2;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! > time) high = middle;
    else low = middle + 1;
  }
  return low;
}
