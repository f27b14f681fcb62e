import type { Pieces } from '../../core/index.js';
import type { Adjacency } from '../project/projected-graph.js';

/** Nodes looked at between two pauses. */
const PIECE = 1 << 16;

/**
 * Core number of every node, [numNodes]: the largest k for which it is in a subgraph where every node has k neighbours or more (Batagelj
 * and Zaversnik, "An O(m) algorithm for cores decomposition of networks", 2003). Edges must be simple and stand at both ends. O(N + E).
 */
export function* coreNumbers({ indptr, indices }: Adjacency): Pieces<Int32Array> {
  const numNodes = indptr.length - 1;
  const degrees = new Int32Array(numNodes);
  let largest = 0;
  for (let v = 0; v < numNodes; v++) {
    degrees[v] = indptr[v + 1]! - indptr[v]!;
    if (degrees[v]! > largest) largest = degrees[v]!;
  }
  // Nodes by what is left of their degrees; `starts[d]` is where those of degree d begin.
  const starts = new Int32Array(largest + 2);
  for (let v = 0; v < numNodes; v++) starts[degrees[v]! + 1]!++;
  for (let d = 0; d <= largest; d++) starts[d + 1] = starts[d + 1]! + starts[d]!;
  const order = new Int32Array(numNodes);
  const places = new Int32Array(numNodes);
  const fill = starts.slice();
  for (let v = 0; v < numNodes; v++) {
    const place = fill[degrees[v]!]!++;
    places[v] = place;
    order[place] = v;
  }
  for (let i = 0; i < numNodes; i++) {
    const v = order[i]!;
    if (i % PIECE === 0) yield;
    const core = degrees[v]!;
    for (let e = indptr[v]!, end = indptr[v + 1]!; e < end; e++) {
      const w = indices[e]!;
      const degree = degrees[w]!;
      if (degree <= core) continue;
      // The neighbour trades places with the first of its degree, which it then leaves downwards.
      const first = starts[degree]!;
      const other = order[first]!;
      const place = places[w]!;
      order[place] = other;
      places[other] = place;
      order[first] = w;
      places[w] = first;
      starts[degree] = first + 1;
      degrees[w] = degree - 1;
    }
  }
  return degrees;
}
