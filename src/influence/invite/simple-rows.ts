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
  const byTarget = orderBy(target, numNodes);
  const order = orderBy(source, numNodes, byTarget);
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

/** Edges by counting sort, stable. */
function orderBy(key: Int32Array, numKeys: number, edges?: Int32Array): Int32Array {
  const next = new Int32Array(numKeys + 1);
  for (let e = 0; e < key.length; e++) next[key[e]! + 1]!++;
  for (let k = 0; k < numKeys; k++) next[k + 1]! += next[k]!;
  const order = new Int32Array(key.length);
  for (let i = 0; i < key.length; i++) {
    const e = edges ? edges[i]! : i;
    order[next[key[e]!]!++] = e;
  }
  return order;
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
