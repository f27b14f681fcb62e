import { sortByKeyAndTime } from './sort-events.js';
import type { TemporalIndex } from './temporal-index.js';
import { firstPlaces } from './ties.js';
import { type Window, windowName } from './window.js';

/** Seconds. */
export const DAY = 86_400;

/**
 * How many events of its key each question sees: those with time <= cutoff. Questions are in the order of (key, cutoff), so that both ends of every
 * window only ever move forward within a key; those without key or cutoff are left out. Places are counted from the first event of the key.
 */
export class Spans {
  readonly index: TemporalIndex;
  /** Number of each question, [kept]. */
  readonly order: Int32Array;
  /** Behind the last event that is seen, [kept]. */
  readonly end: Int32Array;
  /** Keys that are asked for, in order, [asked]. */
  readonly keys: Int32Array;
  /** First question of each of these keys, [asked + 1]. */
  readonly firsts: Int32Array;
  readonly #cutoffs: Float64Array;
  readonly #starts = new Map<string, Int32Array>();

  /**
   * @param keys [questions], -1: none
   * @param cutoffs up to when events are seen (inclusive) in seconds, [questions]
   */
  constructor(index: TemporalIndex, keys: Int32Array, cutoffs: Float64Array) {
    const { offsets, order, times } = sortByKeyAndTime(keys, cutoffs, index.numKeys);
    const isAsked = (key: number) => offsets[key + 1]! > offsets[key]!;
    this.index = index;
    this.order = order;
    this.keys = Int32Array.from(offsets.keys()).filter((key) => key < index.numKeys && isAsked(key));
    this.firsts = new Int32Array(this.keys.length + 1);
    for (let a = 0; a < this.keys.length; a++) this.firsts[a + 1] = offsets[this.keys[a]! + 1]!;
    this.#cutoffs = times;
    this.end = new Int32Array(order.length);
    for (let a = 0; a < this.keys.length; a++) {
      const begin = index.begin[this.keys[a]!]!;
      const stop = index.end(this.keys[a]!);
      let end = begin;
      for (let i = this.firsts[a]!; i < this.firsts[a + 1]!; i++) {
        end = firstAbove(index.times, times[i]!, end, stop);
        this.end[i] = end - begin;
      }
    }
  }

  /**
   * First place of a window, [kept]: of a span of days d the events with cutoff - d < time; of the last n rows also those at the same time as the
   * n-th.
   */
  start(window: Window): Int32Array {
    const name = windowName(window);
    const known = this.#starts.get(name) ?? this.#startOf(window);
    this.#starts.set(name, known);
    return known;
  }

  #startOf(window: Window): Int32Array {
    if (window === 'all') return new Int32Array(this.end.length);
    return 'days' in window ? this.#since(window.days * DAY) : this.#lastRows(window.rows);
  }

  #since(seconds: number): Int32Array {
    const { index, keys, firsts, end } = this;
    const starts = new Int32Array(end.length);
    for (let a = 0; a < keys.length; a++) {
      const begin = index.begin[keys[a]!]!;
      let start = begin;
      for (let i = firsts[a]!; i < firsts[a + 1]!; i++) {
        start = firstAbove(index.times, this.#cutoffs[i]! - seconds, start, begin + end[i]!);
        starts[i] = start - begin;
      }
    }
    return starts;
  }

  #lastRows(count: number): Int32Array {
    const { index, keys, firsts, end } = this;
    const starts = end.map((to) => Math.max(0, to - count));
    if (!index.hasTies) return starts;
    const places = new Int32Array(index.longest);
    for (let a = 0; a < keys.length; a++) {
      firstPlaces(index, keys[a]!, places);
      for (let i = firsts[a]!; i < firsts[a + 1]!; i++) if (starts[i]! < end[i]!) starts[i] = places[starts[i]!]!;
    }
    return starts;
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
