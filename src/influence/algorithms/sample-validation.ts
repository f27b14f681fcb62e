import type { RunOptions } from '../../core/index.js';
import { marksOf } from '../network/marks.js';
import { sampleCovered } from '../sampling/sample-covered.js';
import type { SeedProblem } from './seed-problem.js';

/** How many of the first `count` sets of a pool these seeds and the given ones cover, without keeping any. */
export function sampleValidation(
  { network, roots, seed, given }: SeedProblem,
  seeds: Int32Array,
  count: number,
  { signal }: RunOptions,
  pool = 'judge',
): Promise<number> {
  return sampleCovered(network, roots, marksOf(network.numNodes, given, seeds), { seed, pool, from: 0, count, signal });
}
