import type { CommunityLevel } from '../../../compute/internal.js';

/**
 * What a level of community detection works on: the nodes of the graph, or groups of them. Neighbours are symmetric: an edge stands
 * at both of its ends. A self loop, which no move changes, may stand in a row and is passed over.
 *
 * A node v in a community C of others is worth `weight between them - scale * (out[v] * sum of in over C + in[v] * sum of out over C)`.
 * Modularity has strengths as shares; the constant Potts model has numbers of nodes. Of an undirected graph, both are one array.
 */
export type LevelGraph = CommunityLevel;

/** Sums of shares over communities, one array where directions do not count. */
export interface ShareSums {
  readonly outSums: Float64Array;
  readonly inSums: Float64Array;
}

/** @param communities of the nodes, below `count` */
export function shareSums({ outShares, inShares }: LevelGraph, communities: Int32Array, count: number): ShareSums {
  const sumsOf = (shares: Float64Array) => {
    const sums = new Float64Array(count);
    for (let v = 0; v < communities.length; v++) sums[communities[v]!]! += shares[v]!;
    return sums;
  };
  const outSums = sumsOf(outShares);
  return { outSums, inSums: inShares === outShares ? outSums : sumsOf(inShares) };
}

/** Nodes, those of one group beside each other. */
export interface Members {
  /** [count + 1] */
  readonly starts: Int32Array;
  /** In each group in the order that was given. */
  readonly members: Int32Array;
}

/** @param groups of the nodes, below `count`; @param order of all nodes, default by number */
export function membersOf(groups: Int32Array, count: number, order?: Int32Array): Members {
  const starts = new Int32Array(count + 1);
  for (const c of groups) starts[c + 1]!++;
  for (let c = 0; c < count; c++) starts[c + 1]! += starts[c]!;
  const at = starts.slice(0, count);
  const members = new Int32Array(groups.length);
  for (let i = 0; i < groups.length; i++) {
    const v = order ? order[i]! : i;
    members[at[groups[v]!]!++] = v;
  }
  return { starts, members };
}
