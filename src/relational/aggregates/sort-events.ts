import type { Pool } from '../../compute/index.js';
import { placed, sortEventsInto } from '../../compute/internal.js';

/** Things that have a key and a time, in the order of (key, time); those without either are left out. */
export interface Sorted {
  /** Of each key, where its things begin, [keys + 1]. */
  readonly offsets: Int32Array;
  /** Numbers of the things, [kept]. Those of equal key and time in the order of their numbers. */
  readonly order: Int32Array;
  /** Their times, [kept]. */
  readonly times: Float64Array;
}

/**
 * Sorts by (key, time). A key below 0 or a time that is NaN leaves a thing out.
 *
 * @param keys [n], below `numKeys`
 * @param times [n]
 */
export function sortByKeyAndTime(pool: Pool, keys: Int32Array, times: Float64Array, numKeys: number): Sorted {
  const { arena } = pool;
  return placed(arena, (place) => {
    const sorted = sortEventsInto(pool, place, keys, times, numKeys);
    return {
      offsets: arena.int32(sorted.offsets, numKeys + 1).slice(),
      order: arena.int32(sorted.order, sorted.kept).slice(),
      times: arena.float64(sorted.times, sorted.kept).slice(),
    };
  });
}
