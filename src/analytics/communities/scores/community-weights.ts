import type { ProjectedGraph } from '../../project/projected-graph.js';
import type { Partition } from './check-partition.js';

/** The weight of the edges inside each community, each edge once; [count]. */
export function internalWeights(
  { numNodes, isDirected, forward: { indptr, indices, weights } }: ProjectedGraph,
  { communities, count }: Partition,
): Float64Array {
  const inside = new Float64Array(count);
  for (let v = 0; v < numNodes; v++) {
    const c = communities[v]!;
    let sum = 0;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const u = indices[e]!;
      // Of an undirected graph, an edge stands at both ends and a self loop once.
      if (communities[u] !== c) continue;
      const weight = weights === undefined ? 1 : weights[e]!;
      sum += isDirected || u === v ? weight : weight / 2;
    }
    inside[c]! += sum;
  }
  return inside;
}

/** The weight of the edges between each community and others, from it and to it; [count]. */
export function cutWeights(
  { numNodes, isDirected, forward: { indptr, indices, weights } }: ProjectedGraph,
  { communities, count }: Partition,
): Float64Array {
  const cut = new Float64Array(count);
  for (let v = 0; v < numNodes; v++) {
    const c = communities[v]!;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const d = communities[indices[e]!]!;
      if (d === c) continue;
      const weight = weights === undefined ? 1 : weights[e]!;
      cut[c]! += weight;
      if (isDirected) cut[d]! += weight;
    }
  }
  return cut;
}

/** Sums over the nodes of each community; [count]. */
export function sumsOver({ communities, count }: Partition, values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(count);
  for (let v = 0; v < communities.length; v++) sums[communities[v]!]! += values[v]!;
  return sums;
}
