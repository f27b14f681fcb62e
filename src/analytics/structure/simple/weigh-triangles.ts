import type { Pieces } from '../../../core/index.js';
import type { RankedGraph } from './ranked-graph.js';

/** Nodes looked at between two pauses. */
const PIECE = 4096;

/**
 * The sum over the triangles of each node of the geometric mean of their three weights, as shares of the largest weight (Onnela,
 * Saramäki, Kertész, Kaski 2005).
 */
export function* weighTriangles(graph: RankedGraph): Pieces<Float64Array> {
  const sums = new Float64Array(graph.numNodes);
  let largest = 0;
  for (const weight of graph.weights!) largest = Math.max(largest, weight);
  if (largest === 0) return sums;
  const weights = graph.weights!.map((weight) => Math.cbrt(weight / largest));
  const rootTo = new Float64Array(graph.numNodes);
  for (let r = 0; r < graph.numNodes; r += PIECE) {
    yield;
    weighFrom({ ...graph, weights }, { from: r, to: Math.min(graph.numNodes, r + PIECE) }, rootTo, sums);
  }
  return sums;
}

function weighFrom(
  { nodes, indptr, indices, weights: roots, higher }: RankedGraph,
  { from, to }: { readonly from: number; readonly to: number },
  rootTo: Float64Array,
  sums: Float64Array,
): void {
  for (let r = from; r < to; r++) {
    const [start, end] = [higher[r]!, indptr[r + 1]!];
    for (let e = start; e < end; e++) rootTo[indices[e]!] = roots![e]!;
    for (let e = start; e < end; e++) {
      const s = indices[e]!;
      for (let f = higher[s]!; f < indptr[s + 1]!; f++) {
        const t = indices[f]!;
        const mean = roots![e]! * roots![f]! * rootTo[t]!;
        sums[nodes[r]!]! += mean;
        sums[nodes[s]!]! += mean;
        sums[nodes[t]!]! += mean;
      }
    }
    for (let e = start; e < end; e++) rootTo[indices[e]!] = 0;
  }
}
