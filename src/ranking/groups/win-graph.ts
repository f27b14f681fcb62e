import type { Preferences } from '../input/preferences.js';

/** Edges from every node, as CSR. */
export interface WinGraph {
  readonly numNodes: number;
  readonly forward: { readonly indptr: Int32Array; readonly indices: Int32Array };
}

/** What a tie says about who can be compared: nothing, or that neither is far above the other. */
export type TieLinks = 'none' | 'both ways';

/**
 * Who won against whom, as far as chains of wins go: an edge from the winner. Between two levels of an order stands one node, so that an order of m
 * items has O(m) edges: nodes from `names.length` on are such.
 */
export function winGraph({ names, offsets, items, levelEnds, weights }: Preferences, ties: TieLinks): WinGraph {
  const from: number[] = [];
  const to: number[] = [];
  let numNodes = names.length;
  for (let r = 0; r < weights.length; r++) {
    let above = -1;
    for (let k = offsets[r]!; k < offsets[r + 1]!; ) {
      const end = levelEnds[k]!;
      const below = end < offsets[r + 1]! ? numNodes++ : -1;
      const first = items[k]!;
      for (; k < end; k++) {
        const item = items[k]!;
        if (above >= 0) push(above, item);
        if (below >= 0) push(item, below);
        if (ties === 'both ways' && item !== first) {
          push(first, item);
          push(item, first);
        }
      }
      above = below;
    }
  }
  return { numNodes, forward: toCsr(from, to, numNodes) };

  function push(a: number, b: number): void {
    from.push(a);
    to.push(b);
  }
}

function toCsr(from: readonly number[], to: readonly number[], numRows: number) {
  const indptr = new Int32Array(numRows + 1);
  for (const row of from) indptr[row + 1]!++;
  for (let row = 0; row < numRows; row++) indptr[row + 1]! += indptr[row]!;
  const indices = new Int32Array(to.length);
  const next = indptr.slice(0, numRows);
  for (let e = 0; e < to.length; e++) indices[next[from[e]!]!++] = to[e]!;
  return { indptr, indices };
}
