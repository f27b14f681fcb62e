/** How odd a value of a column is; a row is as odd as the sum over its columns. */
export type ColumnScores = (column: number, value: number) => number;

/** Sum over the columns of each row. */
export function sumOfColumns(scores: ColumnScores, columns: readonly Float64Array[]): Float64Array {
  const sums = new Float64Array(columns[0]?.length ?? 0);
  for (const [column, values] of columns.entries()) {
    for (let row = 0; row < values.length; row++) sums[row]! += scores(column, values[row]!);
  }
  return sums;
}
