import type { RandomStream } from '../../core/index.js';
import { placed } from '../threads/placed.js';
import { getPool } from '../threads/pool.js';
import { expectCount } from './checks.js';
import { randomWords } from './random.js';
import type { PoolOption } from './run-into.js';

/** Words drawn at a time. */
const chunk = 1 << 18;

/**
 * A permutation of 0..n-1: that of `RandomStream.permutation` of a new stream (Fisher and Yates, without bias). Words are drawn by all
 * threads, swaps are one thread's. O(n).
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function randomPermutation(stream: RandomStream, n: number, { pool = getPool() }: PoolOption = {}): Int32Array {
  expectCount('n', n, 0);
  const { arena } = pool;
  return placed(arena, (place) => {
    const at = place.block(n * 4);
    const values = arena.int32(at, n);
    for (let i = 0; i < n; i++) values[i] = i;
    const state = place.block(8);
    let left = n - 1;
    for (let from = 0; left > 0; ) {
      // A few more than there are swaps left, for those passed over.
      const words = randomWords(stream, Math.min(chunk, left + 16), { from, pool });
      placed(arena, (inner) => pool.run('shuffle', [at, left, inner.of(words), words.length, state], 1));
      const [next, used] = arena.int32(state, 2);
      left = next!;
      from += used!;
    }
    return values.slice();
  });
}
