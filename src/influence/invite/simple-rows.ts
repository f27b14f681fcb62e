import { buildAdjacency } from '../../graph/index.js';
import type { PlainEdges } from '../network/from-edges.js';

/** Who is joined to whom, without self loops, parallel edges being one: row r holds `indices[indptr[r]]` and on, ascending. */
export interface SimpleRows {
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
}

/**
 * Rows of the sources of edges. O(N + E).
 *
 * @returns with the rows, the entry that every edge became, -1 for a self loop, [E]
 */
export function simpleRows({ numNodes, source, target }: PlainEdges): SimpleRows & { readonly entries: Int32Array } {
  const byTarget = buildAdjacency(target, source, numNodes, numNodes);
  const { indices: order } = buildAdjacency(byTarget.indices, byTarget.edges, numNodes, numNodes);
  const indptr = new Int32Array(numNodes + 1);
  const indices = new Int32Array(source.length);
  const entries = new Int32Array(source.length).fill(-1);
  let count = 0;
  for (let i = 0; i < order.length; ) {
    const u = source[order[i]!]!;
    const begin = count;
    for (; i < order.length && source[order[i]!] === u; i++) {
      const v = target[order[i]!]!;
      if (v === u) continue;
      if (count === begin || indices[count - 1] !== v) indices[count++] = v;
      entries[order[i]!] = count - 1;
    }
    indptr[u + 1] = count;
  }
  for (let v = 0; v < numNodes; v++) indptr[v + 1] = Math.max(indptr[v + 1]!, indptr[v]!);
  return { indptr, indices: indices.slice(0, count), entries };
}

/** Entry of v in row u, -1 where there is none. O(log of the row). */
export function entryOf({ indptr, indices }: SimpleRows, u: number, v: number): number {
  let [low, high] = [indptr[u]!, indptr[u + 1]!];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (indices[middle]! < v) low = middle + 1;
    else high = middle;
  }
  return low < indptr[u + 1]! && indices[low] === v ? low : -1;
}
