/** Rows in the order of their codes, column by column: the same for any order in which they are given. O(rows x columns). */
export function sortedRows(codes: Int32Array, width: number, sizes: readonly number[]): Int32Array {
  const order = rowOrder(codes, sizes, Int32Array.from(sizes.keys()));
  const sorted = new Int32Array(codes.length);
  for (let at = 0; at < order.length; at++) {
    const from = order[at]! * width;
    sorted.set(codes.subarray(from, from + width), at * width);
  }
  return sorted;
}

/**
 * The rows by their codes in the first of the columns, then in the second and so on; equal ones as they are given.
 *
 * @param codes [rows, columns]
 * @param sizes the largest code of each column
 */
export function rowOrder(codes: Int32Array, sizes: readonly number[], columns: Int32Array): Int32Array {
  const width = sizes.length;
  const numRows = width === 0 ? 0 : codes.length / width;
  let order = Int32Array.from({ length: numRows }, (_, row) => row);
  if (numRows < 2) return order;
  let next = new Int32Array(numRows);
  for (const column of columns.slice().reverse()) {
    const starts = new Int32Array(sizes[column]! + 2);
    for (let row = 0; row < numRows; row++) starts[codes[row * width + column]! + 1]!++;
    for (let code = 1; code < starts.length; code++) starts[code]! += starts[code - 1]!;
    for (const row of order) next[starts[codes[row * width + column]!]!++] = row;
    [order, next] = [next, order];
  }
  return order;
}
