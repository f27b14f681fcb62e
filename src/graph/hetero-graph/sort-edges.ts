import { rowOffsets } from '../hetero-graph/adjacency.js';

/** Edges in the order of (`major`, `minor`, edge) by two stable counting sorts, [E]. O(N + E). */
export function sortEdges(major: Int32Array, minor: Int32Array, numMajor: number, numMinor: number): Int32Array {
  const byMinor = countingSort(minor, numMinor);
  const byMajor = rowOffsets(major, numMajor);
  const order = new Int32Array(major.length);
  for (let i = 0; i < byMinor.length; i++) order[byMajor[major[byMinor[i]!]!]!++] = byMinor[i]!;
  return order;
}

/** Positions in the order of (`key`, position), [E]; keys in [0, numKeys). O(E + numKeys). */
export function countingSort(key: Int32Array, numKeys: number): Int32Array {
  const next = rowOffsets(key, numKeys);
  const order = new Int32Array(key.length);
  for (let e = 0; e < key.length; e++) order[next[key[e]!]!++] = e;
  return order;
}

/** Parallel edges: runs of one pair of ends in the order of the pairs. */
export interface PairGroups {
  /** Edges by (`major`, `minor`, edge), [E]. */
  readonly order: Int32Array;
  /** Where the g-th pair's edges begin in `order`, [G + 1]. */
  readonly starts: Int32Array;
}

/** Groups edges by their pair of ends. O(N + E). */
export function groupPairs(major: Int32Array, minor: Int32Array, numMajor: number, numMinor: number): PairGroups {
  const order = sortEdges(major, minor, numMajor, numMinor);
  const starts = new Int32Array(order.length + 1);
  let numPairs = 0;
  for (let i = 0; i < order.length; i++) {
    const [edge, before] = [order[i]!, order[i - 1] ?? -1];
    if (before < 0 || major[edge] !== major[before] || minor[edge] !== minor[before]) starts[numPairs++] = i;
  }
  starts[numPairs] = order.length;
  return { order, starts: starts.slice(0, numPairs + 1) };
}
