import type { Csr, WeightedCsr } from '../../core/index.js';

/** A matrix whose entries count 1 each where it has no values. */
type Matrix = Csr & { readonly values?: Float32Array };

/** Sums of the entries of each row and of each column, [numRows] and [numCols]. */
export interface Degrees {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

export function degreesOf({ numRows, numCols, indptr, indices, values }: Matrix): Degrees {
  const rows = new Float64Array(numRows);
  const columns = new Float64Array(numCols);
  for (let r = 0; r < numRows; r++) {
    for (let e = indptr[r]!; e < indptr[r + 1]!; e++) {
      const value = values ? values[e]! : 1;
      rows[r]! += value;
      columns[indices[e]!]! += value;
    }
  }
  return { rows, columns };
}

/** Each entry over the root of the sums of its row and of its column: D_rows^-1/2 A D_columns^-1/2, the normalisation of GCN, LightGCN and GF-CF. */
export function symmetricNormal(matrix: Matrix, { rows, columns }: Degrees = degreesOf(matrix)): WeightedCsr {
  const { numRows, indptr, indices } = matrix;
  const values = new Float32Array(indices.length);
  for (let r = 0; r < numRows; r++) {
    for (let e = indptr[r]!; e < indptr[r + 1]!; e++) {
      values[e] = (matrix.values ? matrix.values[e]! : 1) / Math.sqrt(rows[r]! * columns[indices[e]!]!);
    }
  }
  return { ...matrix, values };
}
