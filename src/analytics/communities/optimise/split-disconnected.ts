import type { Pieces } from '../../../core/index.js';
import type { LevelGraph } from './level-graph.js';

/** Nodes looked at between two pauses. */
const PIECE = 1 << 16;

/** Makes the parts of a community between which no edge with a weight leads communities of their own, in place. */
export function* splitDisconnected(
  { numNodes, indptr, indices, weights }: LevelGraph,
  communities: Int32Array,
): Pieces<void> {
  const parts = new Int32Array(numNodes).fill(-1);
  const stack = new Int32Array(numNodes);
  let visited = 0;
  for (let first = 0; first < numNodes; first++) {
    if (parts[first]! >= 0) continue;
    const c = communities[first]!;
    parts[first] = first;
    stack[0] = first;
    let length = 1;
    while (length > 0) {
      const v = stack[--length]!;
      if (++visited % PIECE === 0) yield;
      for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
        const u = indices[e]!;
        if (parts[u]! >= 0 || communities[u] !== c || (weights !== undefined && weights[e] === 0)) continue;
        parts[u] = first;
        stack[length++] = u;
      }
    }
  }
  communities.set(parts);
}
