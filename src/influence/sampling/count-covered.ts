import type { Pool } from '../../compute/index.js';
import { placed } from '../../compute/internal.js';
import type { SetView } from '../sampling/set-store.js';

/** How many sets hold at least one of the seeds. Threaded. O(sum of set sizes + N). */
export function countCovered(sets: SetView, numNodes: number, seeds: Int32Array, pool: Pool): number {
  return placed(pool.arena, (place) => {
    const marks = place.block(numNodes);
    const isSeed = new Uint8Array(pool.arena.memory.buffer, marks, numNodes).fill(0);
    for (const v of seeds) isSeed[v] = 1;
    const sum = place.block(4);
    pool.arena.int32(sum, 1)[0] = 0;
    const words = place.of(sets.words);
    const [starts, lengths] = [sets.starts, sets.lengths].map((values) => place.of(values.subarray(0, sets.size)));
    pool.run('coverHits', [words, starts!, lengths!, marks, sum], sets.size, 256);
    return pool.arena.int32(sum, 1)[0]!;
  });
}
