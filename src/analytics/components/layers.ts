import type { Pieces } from '../../core/index.js';
import type { Adjacency } from '../project/projected-graph.js';

/** Nodes one after another so that every edge goes forwards. */
export interface NodeLayers {
  /** Edges on the longest path to every node, [numNodes]; -1 for nodes on a cycle or behind one. */
  readonly layers: Int32Array;
  /** Nodes by layer, then by number; without those of layer -1. */
  readonly order: Int32Array;
}

/** Nodes looked at between two pauses. */
const PIECE = 1 << 16;

/** Layers by taking off nodes that nothing leads to (Kahn, "Topological sorting of large networks", 1962). O(N + E). */
export function* nodeLayers({ indptr, indices }: Adjacency): Pieces<NodeLayers> {
  const numNodes = indptr.length - 1;
  const waiting = new Int32Array(numNodes);
  for (const w of indices) waiting[w]!++;
  const layers = new Int32Array(numNodes);
  const queue = new Int32Array(numNodes);
  let size = 0;
  for (let v = 0; v < numNodes; v++) if (waiting[v] === 0) queue[size++] = v;
  let last = -1;
  for (let head = 0; head < size; head++) {
    const v = queue[head]!;
    if (head % PIECE === 0) yield;
    const layer = layers[v]!;
    if (layer > last) last = layer;
    for (let e = indptr[v]!, end = indptr[v + 1]!; e < end; e++) {
      const w = indices[e]!;
      if (layers[w]! <= layer) layers[w] = layer + 1;
      if (--waiting[w]! === 0) queue[size++] = w;
    }
  }
  const starts = new Int32Array(last + 2);
  for (let v = 0; v < numNodes; v++) {
    if (waiting[v]! > 0) layers[v] = -1;
    else starts[layers[v]! + 1]!++;
  }
  for (let l = 0; l <= last; l++) starts[l + 1] = starts[l + 1]! + starts[l]!;
  const order = new Int32Array(size);
  for (let v = 0; v < numNodes; v++) if (layers[v]! >= 0) order[starts[layers[v]!]!++] = v;
  return { layers, order };
}
