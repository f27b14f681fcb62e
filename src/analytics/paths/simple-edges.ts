import type { Adjacency } from '../project/projected-graph.js';

/**
 * Each neighbour once and no self loops; of parallel edges the smallest weight stays. Edges that are so already come back as they are. O(E).
 */
export function simpleEdges(edges: Adjacency): Adjacency {
  const { indptr, indices, weights } = edges;
  const numNodes = indptr.length - 1;
  const starts = new Int32Array(numNodes + 1);
  for (let v = 0; v < numNodes; v++) {
    let count = 0;
    let last = -1;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const w = indices[e]!;
      if (w !== v && w !== last) count++;
      last = w;
    }
    starts[v + 1] = starts[v]! + count;
  }
  const numEdges = starts[numNodes]!;
  if (numEdges === indices.length) return edges;
  const kept = new Int32Array(numEdges);
  const values = weights && new Float64Array(numEdges);
  for (let v = 0, at = 0; v < numNodes; v++) {
    let last = -1;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const w = indices[e]!;
      if (w === v) continue;
      if (w !== last) {
        if (values) values[at] = weights![e]!;
        kept[at++] = w;
        last = w;
      } else if (values && weights![e]! < values[at - 1]!) values[at - 1] = weights![e]!;
    }
  }
  return { indptr: starts, indices: kept, ...(values && { weights: values }) };
}
