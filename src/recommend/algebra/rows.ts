import type { WeightedCsr } from '../../core/index.js';

/** Rows of a matrix, in the order asked for. O(entries of those rows). */
export function rowsOfCsr({ numCols, indptr, indices, values }: WeightedCsr, rows: Int32Array): WeightedCsr {
  const starts = new Int32Array(rows.length + 1);
  for (const [i, r] of rows.entries()) starts[i + 1] = starts[i]! + indptr[r + 1]! - indptr[r]!;
  const out = {
    numRows: rows.length,
    numCols,
    indptr: starts,
    indices: new Int32Array(starts[rows.length]!),
    values: new Float32Array(starts[rows.length]!),
  };
  for (const [i, r] of rows.entries()) {
    out.indices.set(indices.subarray(indptr[r]!, indptr[r + 1]!), starts[i]!);
    out.values.set(values.subarray(indptr[r]!, indptr[r + 1]!), starts[i]!);
  }
  return out;
}
