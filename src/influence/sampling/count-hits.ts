import { breathe, type RunOptions, throwIfAborted } from '../../core/index.js';
import type { DiffusionNetwork } from '../network/network.js';
import { PlainSampler } from './plain-sampler.js';
import type { Roots } from './roots.js';

export interface CountOptions extends RunOptions {
  readonly seed: number;
  /** Name of the stream of sets. */
  readonly pool: string;
  /** Numbers of the sets: `from` .. `from + count - 1`. */
  readonly from: number;
  readonly count: number;
}

/**
 * How many of so many reverse-reachable sets hold one of the marked nodes, without keeping any: each ends at the first one it meets.
 * The sets are those of an `RrSets` of the same seed and pool.
 *
 * @param seeds 1 each, [numNodes]
 * @throws {HeteroGraphError} ABORTED
 */
export async function countHits(
  network: DiffusionNetwork,
  roots: Roots,
  seeds: Uint8Array,
  { seed, pool, from, count, signal }: CountOptions,
): Promise<number> {
  const sampler = new PlainSampler(network, roots, { seed, pool });
  let hits = 0;
  let since = performance.now();
  for (let set = from; set < from + count; set++) {
    if (sampler.sample(set, seeds).stopped) hits++;
    if (performance.now() - since < 50) continue;
    await breathe();
    throwIfAborted(signal);
    since = performance.now();
  }
  return hits;
}
