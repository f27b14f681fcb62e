/** Rows in the order of their codes, column by column: the same for any order in which they are given. O(rows x columns). */
export function sortedRows(codes: Int32Array, width: number, sizes: readonly number[]): Int32Array {
  const numRows = width === 0 ? 0 : codes.length / width;
  let order = Int32Array.from({ length: numRows }, (_, row) => row);
  let next = new Int32Array(numRows);
  for (let column = width - 1; column >= 0; column--) {
    const starts = new Int32Array(sizes[column]! + 2);
    for (let row = 0; row < numRows; row++) starts[codes[row * width + column]! + 1]!++;
    for (let code = 1; code < starts.length; code++) starts[code]! += starts[code - 1]!;
    for (const row of order) next[starts[codes[row * width + column]!]!++] = row;
    [order, next] = [next, order];
  }
  const sorted = new Int32Array(codes.length);
  for (let at = 0; at < numRows; at++) {
    const from = order[at]! * width;
    sorted.set(codes.subarray(from, from + width), at * width);
  }
  return sorted;
}
