import type { Limits } from '../../src/influence/coverage/limits.js';
import type { DiffusionNetwork } from '../../src/influence/network/network.js';
import { ExactSpread } from '../../src/influence/simulation/exact-spread.js';
import { keeps } from './limits.js';
import { subsets } from './networks.js';

export interface Best {
  /** The largest exact spread of all allowed sets. */
  readonly spread: number;
  readonly oracle: ExactSpread;
}

/** By brute force over all sets of at most `size` seeds that keep the limits. */
export function bestSpread(
  network: DiffusionNetwork,
  limits: Limits,
  {
    size = network.numNodes,
    weights,
    given = [],
  }: { size?: number; weights?: ArrayLike<number>; given?: number[] } = {},
): Best {
  const oracle = new ExactSpread(network, { weights });
  let spread = 0;
  for (const seeds of subsets([...Array(network.numNodes).keys()], size)) {
    if (keeps(seeds, limits)) spread = Math.max(spread, oracle.spread([...given, ...seeds]));
  }
  return { spread, oracle };
}
