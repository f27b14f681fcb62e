import type { Pool } from '../../compute/index.js';
import { type AskedEvents, eventEndsInto, eventStartsInto, Placement, sortEventsInto } from '../../compute/internal.js';
import type { TemporalIndex } from './temporal-index.js';
import { type Window, windowName } from './window.js';

/** Seconds. */
export const DAY = 86_400;

/**
 * How many events of its key each question sees: those with time <= cutoff. Questions are in the order of (key, cutoff), so that both ends of every
 * window only ever move forward within a key; those without key or cutoff are left out. Places are counted from the first event of the key. All
 * of it lies in the memory of kernels until {@link dispose}.
 */
export class Spans {
  readonly index: TemporalIndex;
  readonly pool: Pool;
  /** Keys that are asked for, in order, [asked]. */
  readonly keys: Int32Array;
  /** First question of each of these keys, [asked + 1]. */
  readonly firsts: Int32Array;
  /** Questions that were given, and those of them that are kept. */
  readonly questions: number;
  readonly kept: number;
  /** Addresses: number as asked of each question and its end, i32 [kept]; rows of the events, i32. */
  readonly at: AskedEvents & { readonly order: number; readonly end: number; readonly rows: number };
  readonly #place: Placement;
  readonly #starts = new Map<string, number>();

  /**
   * @param keys [questions], -1: none
   * @param cutoffs up to when events are seen (inclusive) in seconds, [questions]
   */
  constructor(index: TemporalIndex, keys: Int32Array, cutoffs: Float64Array, pool: Pool) {
    this.index = index;
    this.pool = pool;
    this.questions = keys.length;
    const place = new Placement(pool.arena);
    this.#place = place;
    try {
      const { offsets, order, times, kept } = sortEventsInto(pool, place, keys, cutoffs, index.numKeys);
      const { keys: asked, firsts } = askedKeys(pool.arena.int32(offsets, index.numKeys + 1));
      this.keys = asked;
      this.firsts = firsts;
      const end = place.block(4 * kept);
      this.kept = kept;
      this.at = {
        ...{ begin: place.of(index.begin), length: place.of(index.length), cutoffs: times, order, end },
        ...{ times: place.of(index.times), rows: place.of(index.rows) },
        ...{ keys: place.of(asked), firsts: place.of(firsts), asked: asked.length },
      };
      eventEndsInto(pool, this.at, end);
    } catch (error) {
      place.dispose();
      throw error;
    }
  }

  /** Number of each question, [kept]. */
  get order(): Int32Array {
    return this.pool.arena.int32(this.at.order, this.kept);
  }

  /** Behind the last event that is seen, [kept]. */
  get end(): Int32Array {
    return this.pool.arena.int32(this.at.end, this.kept);
  }

  /**
   * Address of the first place of a window, i32 [kept]: of a span of days d the events with cutoff - d < time; of the last n rows also those at the same
   * time as the n-th.
   */
  start(window: Window): number {
    const name = windowName(window);
    const known = this.#starts.get(name) ?? this.#startOf(window);
    this.#starts.set(name, known);
    return known;
  }

  /** Gives the memory back. */
  dispose(): void {
    this.#place.dispose();
  }

  #startOf(window: Window): number {
    const out = this.#place.block(4 * this.kept);
    if (window === 'all') this.pool.arena.int32(out, this.kept).fill(0);
    else {
      const bound = 'days' in window ? { seconds: window.days * DAY } : window;
      eventStartsInto(this.pool, this.at, this.at.end, bound, out);
    }
    return out;
  }
}

/** Runs `use` with the spans of questions, which are disposed of afterwards. */
export function withSpans<T>(spans: Spans, use: (spans: Spans) => T): T {
  try {
    return use(spans);
  } finally {
    spans.dispose();
  }
}

/** Keys that have questions, and the first question of each. @param offsets first question of every key, [keys + 1] */
function askedKeys(offsets: Int32Array): { keys: Int32Array; firsts: Int32Array } {
  const numKeys = offsets.length - 1;
  let asked = 0;
  for (let key = 0; key < numKeys; key++) if (offsets[key + 1]! > offsets[key]!) asked++;
  const [keys, firsts] = [new Int32Array(asked), new Int32Array(asked + 1)];
  for (let key = 0, at = 0; key < numKeys; key++) {
    if (offsets[key + 1] === offsets[key]) continue;
    keys[at] = key;
    firsts[++at] = offsets[key + 1]!;
  }
  return { keys, firsts };
}
