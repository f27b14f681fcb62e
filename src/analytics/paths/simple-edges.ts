import type { Adjacency, ProjectedGraph } from '../project/projected-graph.js';

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

/**
 * Every edge at both of its ends, whatever its direction, parallel edges kept and a self loop once; so a pair of edges to and fro is two
 * parallel edges. O(E).
 */
export function undirectedEdges({ numNodes, isDirected, forward, backward }: ProjectedGraph): Adjacency {
  if (!isDirected) return forward;
  const starts = new Int32Array(numNodes + 1);
  const size = forward.indices.length + backward.indices.length;
  const indices = new Int32Array(size);
  const weights = forward.weights && new Float64Array(size);
  let at = 0;
  for (let v = 0; v < numNodes; v++) {
    let i = forward.indptr[v]!;
    let j = backward.indptr[v]!;
    const iEnd = forward.indptr[v + 1]!;
    const jEnd = backward.indptr[v + 1]!;
    while (i < iEnd || j < jEnd) {
      const isForward = j === jEnd || (i < iEnd && forward.indices[i]! <= backward.indices[j]!);
      const side = isForward ? forward : backward;
      const e = isForward ? i++ : j++;
      if (!isForward && side.indices[e] === v) continue;
      if (weights) weights[at] = side.weights![e]!;
      indices[at++] = side.indices[e]!;
    }
    starts[v + 1] = at;
  }
  return { indptr: starts, indices: indices.slice(0, at), ...(weights && { weights: weights.slice(0, at) }) };
}
