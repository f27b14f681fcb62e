import { RandomStream } from '../../core/index.js';

/**
 * The rows of an epoch in the order of its steps: a permutation named by (seed, 'shuffle', epoch), or the rows as they
 * are where one batch holds them all.
 */
export function epochOrder(rows: Int32Array, batchSize: number, seed: number, epoch: number): Int32Array {
  return batchSize >= rows.length ? rows : new RandomStream(seed, 'shuffle', epoch).shuffle(rows.slice());
}
