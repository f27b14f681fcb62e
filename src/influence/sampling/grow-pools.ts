import type { RunOptions } from '../../core/index.js';
import type { RrSets } from '../sampling/rr-sets.js';
import type { OverlappedSelection } from '../sampling/run-sets.js';

/** Events on the way to a goal. */
const PARTS = 16;

/**
 * Grows pools to `size` sets each, one after the other, telling under the name of the stage how many there are in all.
 *
 * @param overlap called when the first pool is there: a selection to be made while the second one grows
 */
export async function growPools(
  pools: readonly RrSets[],
  size: number,
  run: RunOptions,
  stage = 'sets',
  overlap?: () => OverlappedSelection,
): Promise<void> {
  const { signal, onProgress } = run;
  const quiet = signal ? { signal } : {};
  const total = pools.reduce((sum, pool) => sum + Math.max(size, pool.size), 0);
  for (const [i, pool] of pools.entries()) {
    let selection = i === 1 ? overlap?.() : undefined;
    if (!onProgress) {
      await pool.grow(size, quiet, selection);
      continue;
    }
    const part = Math.max(64, Math.ceil((size - pool.size) / PARTS));
    while (pool.size < size) {
      await pool.grow(Math.min(size, pool.size + part), quiet, selection);
      selection = undefined;
      onProgress({ stage, done: pools.reduce((sum, { size }) => sum + size, 0), total, unit: 'sets' });
    }
  }
}
