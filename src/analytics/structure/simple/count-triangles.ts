import type { Pieces } from '../../../core/index.js';
import type { RankedGraph } from './ranked-graph.js';

/** Nodes looked at between two pauses. */
const PIECE = 4096;

/**
 * Triangles of each node: every node, in order of degree, with pairs of its neighbours of higher degree (the forward algorithm of Schank,
 * Wagner 2005). O(E^1.5) at most.
 */
export function* countTriangles(graph: RankedGraph): Pieces<Float64Array> {
  const counts = new Float64Array(graph.numNodes);
  const marks = new Uint8Array(graph.numNodes);
  for (let r = 0; r < graph.numNodes; r += PIECE) {
    yield;
    countFrom(graph, { from: r, to: Math.min(graph.numNodes, r + PIECE) }, marks, counts);
  }
  return counts;
}

function countFrom(
  { nodes, indptr, indices, higher }: RankedGraph,
  { from, to }: { readonly from: number; readonly to: number },
  marks: Uint8Array,
  counts: Float64Array,
): void {
  for (let r = from; r < to; r++) {
    const start = higher[r]!;
    const end = indptr[r + 1]!;
    if (end - start < 2) continue;
    for (let e = start; e < end; e++) marks[indices[e]!] = 1;
    let all = 0;
    for (let e = start; e < end; e++) {
      const s = indices[e]!;
      let found = 0;
      for (let f = higher[s]!; f < indptr[s + 1]!; f++) {
        const t = indices[f]!;
        if (marks[t] === 0) continue;
        found++;
        counts[nodes[t]!]!++;
      }
      if (found > 0) counts[nodes[s]!]! += found;
      all += found;
    }
    counts[nodes[r]!]! += all;
    for (let e = start; e < end; e++) marks[indices[e]!] = 0;
  }
}
