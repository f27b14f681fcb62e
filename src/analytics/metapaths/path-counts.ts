import type { Csr } from '../../core/index.js';

/** Counts of the targets' rows: how many instances end there, from how many begin at each row; [numCols]. O(N + E). */
export function pushed(counts: Float64Array, { numCols, indptr, indices }: Csr): Float64Array {
  const out = new Float64Array(numCols);
  for (let row = 0; row < counts.length; row++) {
    const count = counts[row]!;
    if (count === 0) continue;
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) out[indices[e]!]! += count;
  }
  return out;
}

/** How many instances of a chain begin at each row, [N]: those of the last step first. O(N + E of all steps). */
export function instancesFrom(chain: readonly Csr[]): Float64Array {
  let counts = new Float64Array(chain.at(-1)!.numCols).fill(1);
  for (const { numRows, indptr, indices } of [...chain].reverse()) {
    const before = new Float64Array(numRows);
    for (let row = 0; row < numRows; row++) {
      let sum = 0;
      for (let e = indptr[row]!; e < indptr[row + 1]!; e++) sum += counts[indices[e]!]!;
      before[row] = sum;
    }
    counts = before;
  }
  return counts;
}

/** Sum, and share of the rows that have any; 0 where there are no rows. */
export function totalOf(counts: Float64Array): { readonly sum: number; readonly share: number } {
  let [sum, some] = [0, 0];
  for (const count of counts) {
    sum += count;
    if (count > 0) some++;
  }
  return { sum, share: counts.length === 0 ? 0 : some / counts.length };
}
