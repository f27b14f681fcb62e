import type { Pieces } from '../../core/index.js';
import type { Adjacency } from '../project/projected-graph.js';

/** Where a graph without directions falls apart. */
export interface CutStructure {
  /** 1 for each articulation point, [numNodes]: without it, nodes that were connected no longer are. */
  readonly isArticulation: Uint8Array;
  /** For each node, 1 where the only edge between it and its parent in the search is a bridge, [numNodes]. */
  readonly isBelowBridge: Uint8Array;
  /** The node from which the search came to each, [numNodes]; -1 where it began. */
  readonly parents: Int32Array;
}

/** Steps between two pauses. */
const PIECE = 1 << 20;

/**
 * Articulation points and bridges by one depth-first search without recursion (Hopcroft and Tarjan, "Efficient algorithms for graph
 * manipulation", 1973). Edges must stand at both ends; parallel edges are no bridges, self loops do not matter. O(N + E).
 */
export function* cutStructure({ indptr, indices }: Adjacency): Pieces<CutStructure> {
  const numNodes = indptr.length - 1;
  const isArticulation = new Uint8Array(numNodes);
  const isBelowBridge = new Uint8Array(numNodes);
  const parents = new Int32Array(numNodes).fill(-1);
  // When a node was found, from 1; the earliest node that its part of the tree has an edge to.
  const found = new Int32Array(numNodes);
  const lows = new Int32Array(numNodes);
  const at = indptr.slice(0, numNodes);
  const sawParent = new Uint8Array(numNodes);
  let clock = 0;
  let steps = 0;
  for (let root = 0; root < numNodes; root++) {
    if (found[root] !== 0) continue;
    let children = 0;
    let v = root;
    found[v] = lows[v] = ++clock;
    for (;;) {
      if (++steps % PIECE === 0) yield;
      if (at[v]! < indptr[v + 1]!) {
        const w = indices[at[v]!++]!;
        if (found[w] === 0) {
          parents[w] = v;
          found[w] = lows[w] = ++clock;
          if (v === root) children++;
          v = w;
        } else if (w === parents[v] && sawParent[v] === 0) {
          // The edge by which the search came; another one between the two leads back as any other edge does.
          sawParent[v] = 1;
        } else if (found[w]! < lows[v]!) lows[v] = found[w]!;
        continue;
      }
      const parent = parents[v]!;
      if (parent < 0) break;
      if (lows[v]! < lows[parent]!) lows[parent] = lows[v]!;
      if (lows[v]! > found[parent]!) isBelowBridge[v] = 1;
      if (parent !== root && lows[v]! >= found[parent]!) isArticulation[parent] = 1;
      v = parent;
    }
    if (children > 1) isArticulation[root] = 1;
  }
  return { isArticulation, isBelowBridge, parents };
}

/** Bridges as pairs of nodes, the lower first, in ascending order. O(N), and sorts those of each lower node. */
export function bridgeEnds({ isBelowBridge, parents }: CutStructure): { sources: Int32Array; targets: Int32Array } {
  const numNodes = parents.length;
  const starts = new Int32Array(numNodes + 1);
  for (let v = 0; v < numNodes; v++) if (isBelowBridge[v] === 1) starts[Math.min(v, parents[v]!) + 1]!++;
  for (let v = 0; v < numNodes; v++) starts[v + 1]! += starts[v]!;
  const sources = new Int32Array(starts[numNodes]!);
  const targets = new Int32Array(starts[numNodes]!);
  const next = starts.slice();
  for (let v = 0; v < numNodes; v++) {
    if (isBelowBridge[v] === 1) targets[next[Math.min(v, parents[v]!)]!++] = Math.max(v, parents[v]!);
  }
  for (let v = 0; v < numNodes; v++) {
    sources.fill(v, starts[v]!, starts[v + 1]!);
    if (starts[v + 1]! - starts[v]! > 1) targets.subarray(starts[v]!, starts[v + 1]!).sort();
  }
  return { sources, targets };
}
