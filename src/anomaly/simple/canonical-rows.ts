/** Rows in the order of their values, column by column: the same rows one after the other, however they are given. */
export function canonicalRows(columns: readonly Float64Array[]): Int32Array {
  const numRows = columns[0]?.length ?? 0;
  return Int32Array.from({ length: numRows }, (_, row) => row).sort((a, b) => {
    for (const values of columns) if (values[a] !== values[b]) return values[a]! - values[b]!;
    return 0;
  });
}
