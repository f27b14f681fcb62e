/**
 * Shares of the values of each column: (count + 1) / (rows + values + 1), and 1 / (rows + values + 1) of a value that was never seen.
 *
 * @param codes [rows, columns], 0 for unseen values
 * @param sizes values of each column
 * @returns by column and code, -log of the share
 */
export function valueRarities(codes: Int32Array, sizes: readonly number[]): Float64Array[] {
  const width = sizes.length;
  const counts = sizes.map((size) => new Float64Array(size + 1));
  for (let at = 0; at < codes.length; at++) counts[at % width]![codes[at]!]!++;
  const numRows = codes.length / width;
  return counts.map((column) => column.map((count) => -Math.log((count + 1) / (numRows + column.length))));
}
