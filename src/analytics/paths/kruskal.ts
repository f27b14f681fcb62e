import { type Pieces, UnionFind } from '../../core/index.js';
import type { Adjacency } from '../project/projected-graph.js';
import { orderOfNumbers } from './order-of-numbers.js';

/** Edges of a forest that joins all nodes that can be joined. */
export interface SpanningEdges {
  /** The lower end of every edge, [numTreeEdges]. */
  readonly sources: Int32Array;
  /** The higher end. */
  readonly targets: Int32Array;
  readonly weights: Float64Array;
  readonly totalWeight: number;
  /** Trees, isolated nodes among them. */
  readonly numTrees: number;
}

/** Edges looked at between two pauses. */
const PIECE = 1 << 18;

/**
 * A minimum spanning forest (Kruskal 1956): edges by weight, then by their ends, taken where they join two trees. Edges must stand at both
 * ends; weights are any numbers but NaN. O(E), with a radix sort.
 */
export function* kruskal({ indptr, indices, weights }: Adjacency): Pieces<SpanningEdges> {
  const numNodes = indptr.length - 1;
  const entries = new Int32Array(indices.length);
  const lower = new Int32Array(indices.length);
  let count = 0;
  for (let v = 0; v < numNodes; v++) {
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      if (indices[e]! <= v) continue;
      lower[count] = v;
      entries[count++] = e;
    }
  }
  yield;
  const order = weights && orderOfNumbers(weightsAt(weights, entries, count));
  yield;
  const sets = new UnionFind(numNodes);
  const taken = new Int32Array(Math.max(0, numNodes - 1));
  let size = 0;
  for (let i = 0; i < count && size < taken.length; i++) {
    const place = order ? order[i]! : i;
    if ((i + 1) % PIECE === 0) yield;
    if (sets.join(lower[place]!, indices[entries[place]!]!)) taken[size++] = place;
  }
  const places = taken.subarray(0, size);
  const chosen = new Float64Array(size);
  for (let i = 0; i < size; i++) chosen[i] = weights ? weights[entries[places[i]!]!]! : 1;
  return {
    sources: places.map((place) => lower[place]!),
    targets: places.map((place) => indices[entries[place]!]!),
    weights: chosen,
    totalWeight: chosen.reduce((sum, weight) => sum + weight, 0),
    numTrees: numNodes - size,
  };
}

function weightsAt(weights: Float64Array, entries: Int32Array, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = weights[entries[i]!]!;
  return out;
}
