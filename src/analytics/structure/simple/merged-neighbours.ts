import type { Pieces } from '../../../core/index.js';
import type { Adjacency, ProjectedGraph } from '../../project/projected-graph.js';
import { undirected } from '../../project/without-direction.js';

/**
 * The undirected simple graph: every neighbour once, without directions and self loops. Weights of parallel edges are added; of edges to
 * and fro as well. O(N + E).
 */
export function* mergedNeighbours(graph: ProjectedGraph): Pieces<Adjacency> {
  const { indptr, indices, weights } = (yield* undirected(graph)).forward;
  const { numNodes } = graph;
  const starts = new Int32Array(numNodes + 1);
  const merged = new Int32Array(indices.length);
  const sums = weights && new Float64Array(indices.length);
  let end = 0;
  for (let v = 0; v < numNodes; v++) {
    let last = -1;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const u = indices[e]!;
      if (u === v) continue;
      if (u !== last) merged[end++] = last = u;
      if (sums) sums[end - 1]! += weights![e]!;
    }
    starts[v + 1] = end;
  }
  return { indptr: starts, indices: merged.slice(0, end), ...(sums && { weights: sums.slice(0, end) }) };
}
