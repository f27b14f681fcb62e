import type { Adjacency } from '../../core/index.js';
import { buildAdjacency } from '../../graph/index.js';
import { LazyQueue } from '../coverage/lazy-queue.js';
import { checkCall } from '../network/call-options.js';
import { checkWhole } from '../network/check-nodes.js';
import { type DiffusionNetwork, probabilityOf } from '../network/network.js';
import { forwardEdges } from '../simulation/forward-edges.js';

export interface HeuristicOptions {
  /** How many nodes. */
  readonly k: number;
  /** Nodes that may be chosen, 1 each, [numNodes]; default all. */
  readonly candidates?: Uint8Array;
}

/** The k nodes of the highest score, ties to the lower node. O(N log N). */
export function highest(scores: ArrayLike<number>, { k, candidates }: HeuristicOptions): Int32Array {
  checkWhole(k, 'k', 0);
  const nodes: number[] = [];
  for (let v = 0; v < scores.length; v++) if (candidates?.[v] !== 0) nodes.push(v);
  return Int32Array.from(nodes.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, k));
}

/** The k nodes with the most out-edges of a probability above 0: a baseline without any guarantee. O(E + N log N). */
export function degreeSeeds(network: DiffusionNetwork, options: HeuristicOptions): Int32Array {
  checkCall('degreeSeeds', options);
  const { starts } = forwardEdges(network);
  return highest(
    starts.subarray(1).map((end, v) => end - starts[v]!),
    options,
  );
}

/**
 * Single discount (Chen, Wang, Yang, KDD 2009): out-edges into seeds do not count. A baseline without any guarantee.
 * O(N + E log N).
 */
export function singleDiscountSeeds(network: DiffusionNetwork, options: HeuristicOptions): Int32Array {
  checkCall('degreeSeeds', options);
  const { k, candidates } = options;
  checkWhole(k, 'k', 0);
  const { starts, targets } = forwardEdges(network);
  const score = Float64Array.from(starts.subarray(1), (end, v) => end - starts[v]!);
  const into = inEdges(starts, targets, network.numNodes);
  return discounted(score, k, candidates, (seed) => {
    for (let i = into.indptr[seed]!; i < into.indptr[seed + 1]!; i++) score[into.indices[i]!]!--;
  });
}

/**
 * Degree discount (Chen, Wang, Yang, KDD 2009, theorem 2, before its expansion for small p, and with every edge's own probability): the
 * chance that no seed activates v directly, times v and the neighbours it activates directly that are no seeds. A baseline without
 * any guarantee. O(N + E log N).
 */
export function degreeDiscountSeeds(network: DiffusionNetwork, options: HeuristicOptions): Int32Array {
  checkCall('degreeSeeds', options);
  const { k, candidates } = options;
  checkWhole(k, 'k', 0);
  const { numNodes } = network;
  const { starts, targets, thresholds } = forwardEdges(network);
  const probability = (e: number) => probabilityOf(thresholds[e]!);
  const spared = new Float64Array(numNodes).fill(1);
  const reach = new Float64Array(numNodes).fill(1);
  const into = inEdges(starts, targets, numNodes);
  for (let v = 0; v < numNodes; v++) for (let e = starts[v]!; e < starts[v + 1]!; e++) reach[v]! += probability(e);
  const score = reach.slice();
  return discounted(score, k, candidates, (seed) => {
    for (let e = starts[seed]!; e < starts[seed + 1]!; e++) {
      const v = targets[e]!;
      spared[v]! *= 1 - probability(e);
      score[v] = spared[v]! * reach[v]!;
    }
    for (let i = into.indptr[seed]!; i < into.indptr[seed + 1]!; i++) {
      const v = into.indices[i]!;
      reach[v]! -= probability(into.edges[i]!);
      score[v] = spared[v]! * reach[v]!;
    }
  });
}

/** k times the highest score, which the others, never below 0, are then discounted for; nodes of score 0 last, the lowest first. */
function discounted(
  score: Float64Array,
  k: number,
  candidates: Uint8Array | undefined,
  discount: (seed: number) => void,
): Int32Array {
  const chosen = new Uint8Array(score.length);
  const seeds: number[] = [];
  const queue = new LazyQueue(score.length, (v) => (candidates?.[v] === 0 ? 0 : score[v]!));
  for (const best of queue) {
    if (seeds.length === k) break;
    chosen[best] = 1;
    seeds.push(best);
    discount(best);
  }
  for (let v = 0; v < score.length && seeds.length < k; v++) {
    if (chosen[v] === 0 && candidates?.[v] !== 0) seeds.push(v);
  }
  return Int32Array.from(seeds);
}

/** Out-edges by their target: `indices` are the sources, `edges` places in `targets`. */
function inEdges(starts: Int32Array, targets: Int32Array, numNodes: number): Adjacency {
  const sources = new Int32Array(targets.length);
  for (let v = 0; v < numNodes; v++) sources.fill(v, starts[v]!, starts[v + 1]!);
  return buildAdjacency(targets, sources, numNodes, numNodes);
}
