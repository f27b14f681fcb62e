import type { Csr } from './csr.js';

/** Row of every entry, [entries]. */
export function rowsOfEntries({ numRows, indptr, indices }: Csr): Int32Array {
  const rows = new Int32Array(indices.length);
  for (let row = 0; row < numRows; row++) rows.fill(row, indptr[row]!, indptr[row + 1]!);
  return rows;
}

/** Place of a column in a row whose columns ascend; -1 where the row has no such entry. O(log(entries of the row)). */
export function entryOf({ indptr, indices }: Csr, row: number, column: number): number {
  let low = indptr[row]!;
  let high = indptr[row + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (indices[middle]! < column) low = middle + 1;
    else high = middle - 1;
  }
  return low < indptr[row + 1]! && indices[low] === column ? low : -1;
}
