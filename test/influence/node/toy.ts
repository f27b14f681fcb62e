import { RandomStream } from '../../../src/core/index.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import type { DiffusionNetwork } from '../../../src/influence/network/network.js';
import type { OnlineOptions } from '../../../src/influence/online/online-influence.js';

/** 2000 nodes, 12,000 edges, low numbers more often. */
export function toyNetwork(seed = 1): DiffusionNetwork {
  const random = new RandomStream(seed, 'toy');
  const numNodes = 2000;
  const draw = () => Math.floor(numNodes * random.next() ** 2);
  return networkFromEdges({
    numNodes,
    source: Int32Array.from({ length: 12_000 }, draw),
    target: Int32Array.from({ length: 12_000 }, draw),
  });
}

export const toyOptions: OnlineOptions = { k: 10, seed: 5 };
