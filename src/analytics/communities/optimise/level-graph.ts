import type { Adjacency } from '../../project/projected-graph.js';

/**
 * What a level of community detection works on: the nodes of the graph, or groups of them. Neighbours are symmetric: an edge stands
 * at both of its ends. A self loop, which no move changes, may stand in a row and is passed over.
 *
 * A node v in a community C of others is worth `weight between them - scale * (out[v] * sum of in over C + in[v] * sum of out over C)`.
 * Modularity has strengths as shares; the constant Potts model has numbers of nodes. Of an undirected graph, both are one array.
 */
export interface LevelGraph extends Adjacency {
  readonly numNodes: number;
  /** [numNodes] */
  readonly outShares: Float64Array;
  /** [numNodes], the same array as `outShares` where directions do not count. */
  readonly inShares: Float64Array;
  readonly scale: number;
}

/** Sums of shares over the nodes of each community. */
export function shareSums(shares: Float64Array, communities: Int32Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  for (let v = 0; v < communities.length; v++) sums[communities[v]!]! += shares[v]!;
  return sums;
}

/** The length of the longest row. */
export function longestRow({ numNodes, indptr }: LevelGraph): number {
  let longest = 0;
  for (let v = 0; v < numNodes; v++) longest = Math.max(longest, indptr[v + 1]! - indptr[v]!);
  return longest;
}
