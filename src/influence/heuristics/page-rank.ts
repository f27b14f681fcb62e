import { checkCall } from '../network/call-options.js';
import { checkWhole, invalidOption } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { forwardEdges } from '../simulation/forward-edges.js';
import { type HeuristicOptions, highest } from './degrees.js';

export interface PageRankOptions extends HeuristicOptions {
  /** Probability to follow an edge; default 0.85. */
  readonly damping?: number;
  /** At most 10,000; default 50. */
  readonly iterations?: number;
}

/** Ranks do not change any more long before. */
const MAX_ITERATIONS = 10_000;

/**
 * The k nodes of the highest PageRank on the reverse network: a walker goes from the influenced to the influencers, each with its edge's
 * share of the probabilities into the node (as in Chen, Wang, Wang, KDD 2010). A baseline without any guarantee. O(iterations x E + N log N).
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function pageRankSeeds(network: DiffusionNetwork, options: PageRankOptions): Int32Array {
  checkCall('pageRankSeeds', options);
  const { damping = 0.85, iterations = 50 } = options;
  const { numNodes } = network;
  if (!(damping >= 0 && damping < 1)) {
    throw invalidOption('damping', damping, 'Use a number from 0, below 1.');
  }
  checkWhole(iterations, 'iterations', 0, MAX_ITERATIONS);
  const { starts, targets, thresholds } = forwardEdges(network);
  const into = new Float64Array(numNodes);
  targets.forEach((v, e) => {
    into[v]! += thresholds[e]! + 1;
  });
  let rank = new Float64Array(numNodes).fill(1 / numNodes);
  for (let i = 0; i < iterations; i++) {
    let lost = 0;
    for (let v = 0; v < numNodes; v++) if (into[v] === 0) lost += rank[v]!;
    const next = new Float64Array(numNodes).fill((1 - damping + damping * lost) / numNodes);
    for (let u = 0; u < numNodes; u++) {
      for (let e = starts[u]!; e < starts[u + 1]!; e++) {
        const v = targets[e]!;
        next[u]! += (damping * rank[v]! * (thresholds[e]! + 1)) / into[v]!;
      }
    }
    rank = next;
  }
  return highest(rank, options);
}
