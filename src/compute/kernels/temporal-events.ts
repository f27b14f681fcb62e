import { type Placement, placed } from '../threads/placed.js';
import type { Pool } from '../threads/pool.js';

/** A key of more things than this is worked on alone, so that no thread needs memory for as many. */
export const longKey = 65_536;

/** Things in the order of (key, time). Addresses. */
export interface SortedEvents {
  /** Where the things of each key begin, i32 [keys + 1]. */
  readonly offsets: number;
  /** Numbers of the things, i32 [kept]; those of equal key and time in the order of their numbers. */
  readonly order: number;
  /** Their times, f64 [kept]. */
  readonly times: number;
  readonly kept: number;
}

/**
 * Sorts things by (key, time); a key below 0 or a time that is NaN leaves a thing out. O(n log n), and O(n) where those of a key are in order, as in a log.
 *
 * @param place what the result belongs to
 * @param keys [n], below `numKeys`
 * @param times [n]
 */
export function sortEventsInto(
  pool: Pool,
  place: Placement,
  keys: Int32Array,
  times: Float64Array,
  numKeys: number,
): SortedEvents {
  const offsets = place.block(4 * (numKeys + 1));
  return placed(pool.arena, (own) => {
    const given = [own.of(keys), own.of(times), keys.length] as const;
    pool.run('eventOffsets', [...given, offsets, numKeys], 1);
    const starts = pool.arena.int32(offsets, numKeys + 1).slice();
    const kept = starts[numKeys]!;
    const [order, sorted] = [place.block(4 * kept), place.block(8 * kept)];
    const parts = Math.max(pool.threads, Math.min(8, Math.ceil(kept / 500_000)));
    const ranges = own.of(equalRanges(starts, parts));
    pool.run('eventPlace', [...given, offsets, ranges, own.block(4 * numKeys), order, sorted], parts);
    const sort = (first: number, count: number, longest: number, workers: number) =>
      placed(pool.arena, (scratch) => {
        const stride = rounded(12 * longest);
        const args = [offsets, order, sorted, first, longest, scratch.block(stride * workers), stride];
        pool.run('eventSort', args, count, workers === 1 ? count : Math.ceil(count / (16 * workers)));
      });
    let longest = 0;
    for (let key = 0; key < numKeys; key++) {
      const length = starts[key + 1]! - starts[key]!;
      if (length > longKey) sort(key, 1, length, 1);
      else longest = Math.max(longest, length);
    }
    if (longest > 1) sort(0, numKeys, longest, pool.threads);
    return { offsets, order, times: sorted, kept };
  });
}

/** Keys at which ranges of about as many things begin, [parts + 1]. */
function equalRanges(starts: Int32Array, parts: number): Int32Array {
  const numKeys = starts.length - 1;
  const ranges = new Int32Array(parts + 1).fill(numKeys);
  for (let part = 0, key = 0; part < parts; part++) {
    while (key < numKeys && starts[key]! < (starts[numKeys]! * part) / parts) key++;
    ranges[part] = part === 0 ? 0 : key;
  }
  return ranges;
}

function rounded(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

/** Events of keys and questions about them, both in the order of (key, time). Addresses, see the kernels `eventEnds` and `eventAnswers`. */
export interface AskedEvents {
  /** Of each key, i32 [keys]. */
  readonly begin: number;
  readonly length: number;
  /** Of the events, f64. */
  readonly times: number;
  /** Keys with questions, i32 [asked]. */
  readonly keys: number;
  readonly asked: number;
  /** First question of each of them, i32 [asked + 1]. */
  readonly firsts: number;
  /** Up to when each question sees events, f64 [questions]. */
  readonly cutoffs: number;
}

const keysAtOnce = 512;

/** Behind the last event that each question sees, counted from the first of its key, i32 [questions]. */
export function eventEndsInto(pool: Pool, events: AskedEvents, out: number): void {
  pool.run('eventEnds', [...spanArguments(events), out], events.asked, keysAtOnce);
}

/** First event of a window of each question, i32 [questions]. @param window seconds of a span of time, or a number of latest rows */
export function eventStartsInto(
  pool: Pool,
  events: AskedEvents,
  ends: number,
  window: { readonly seconds: number } | { readonly rows: number },
  out: number,
): void {
  const isSpan = 'seconds' in window;
  const words = new Int32Array(Float64Array.of(isSpan ? window.seconds : 0).buffer);
  const args = [...spanArguments(events), ends, out, isSpan ? 0 : window.rows, 0, words[0]!, words[1]!];
  pool.run('eventStarts', args, events.asked, keysAtOnce);
}

function spanArguments({ begin, length, times, keys, firsts, cutoffs }: AskedEvents): number[] {
  return [begin, length, times, keys, firsts, cutoffs];
}
