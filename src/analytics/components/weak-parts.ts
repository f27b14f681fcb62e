import type { Pieces } from '../../core/index.js';
import type { Adjacency, ProjectedGraph } from '../project/projected-graph.js';
import { numbered, type Parts } from './component-numbers.js';

/** Neighbours of every node that are linked first. */
const FIRST = 2;
/** Nodes that are asked which part is the largest. */
const ASKED = 1024;
/** Nodes between two pauses. */
const PIECE = 1 << 16;

/**
 * Weak components by Afforest: two neighbours of every node are linked first, after which most nodes are in one part; the other edges are
 * those of nodes outside of it, which is few of them. Each root is the lowest node of its part. O(N + E) at worst, near O(N) where one
 * part is large; 4 bytes a node.
 *
 * @see Sutton, Ben-Nun, Barak, "Optimizing parallel graph connectivity computation via subgraph sampling", IPDPS 2018
 */
export function* weakParts({ numNodes, forward, backward, isDirected }: ProjectedGraph): Pieces<Parts> {
  const parent = new Int32Array(numNodes);
  for (let v = 0; v < numNodes; v++) parent[v] = v;
  for (let first = 0; first < FIRST; first++) {
    for (let start = 0; start < numNodes; start += PIECE) {
      linkOne(parent, forward, first, start, Math.min(numNodes, start + PIECE));
      yield;
    }
    compress(parent);
  }
  const largest = mostFrequent(parent);
  for (let start = 0; start < numNodes; start += PIECE) {
    const end = Math.min(numNodes, start + PIECE);
    linkOthers(parent, forward, FIRST, largest, start, end);
    if (isDirected) linkOthers(parent, backward, 0, largest, start, end);
    yield;
  }
  compress(parent);
  return numbered(parent);
}

function linkOne(parent: Int32Array, { indptr, indices }: Adjacency, at: number, start: number, end: number): void {
  for (let v = start; v < end; v++) {
    const i = indptr[v]! + at;
    if (i < indptr[v + 1]!) link(parent, v, indices[i]!);
  }
}

/** Edges of nodes outside the largest part, from the entry `from` on; an edge out of it is met at its other end. */
function linkOthers(
  parent: Int32Array,
  { indptr, indices }: Adjacency,
  from: number,
  largest: number,
  start: number,
  end: number,
): void {
  for (let v = start; v < end; v++) {
    if (parent[v] === largest) continue;
    for (let i = indptr[v]! + from; i < indptr[v + 1]!; i++) link(parent, v, indices[i]!);
  }
}

/** Joins the trees of two nodes; the lower root leads. */
function link(parent: Int32Array, u: number, v: number): void {
  let a = parent[u]!;
  let b = parent[v]!;
  while (a !== b) {
    if (a < b) [a, b] = [b, a];
    const above = parent[a]!;
    if (above === a) {
      parent[a] = b;
      return;
    }
    parent[a] = b < above ? b : above;
    a = above;
    b = parent[b]!;
  }
}

function compress(parent: Int32Array): void {
  for (let v = 0; v < parent.length; v++) {
    let root = parent[v]!;
    while (parent[root]! !== root) root = parent[root]!;
    parent[v] = root;
  }
}

/** The root of most of some nodes that lie apart evenly. */
function mostFrequent(parent: Int32Array): number {
  const counts = new Map<number, number>();
  const step = Math.max(1, Math.floor(parent.length / ASKED));
  let best = -1;
  for (let v = 0; v < parent.length; v += step) {
    const count = (counts.get(parent[v]!) ?? 0) + 1;
    counts.set(parent[v]!, count);
    if (count > (counts.get(best) ?? 0)) best = parent[v]!;
  }
  return best;
}
