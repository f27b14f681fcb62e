import type { WeightedCsr } from '../../core/index.js';

/** Sums of the rows and of the columns of a matrix. */
export interface Degrees {
  readonly users: Float64Array;
  readonly items: Float64Array;
}

export function degreesOf({ numRows, numCols, indptr, indices, values }: WeightedCsr): Degrees {
  const users = new Float64Array(numRows);
  const items = new Float64Array(numCols);
  for (let r = 0; r < numRows; r++) {
    for (let e = indptr[r]!; e < indptr[r + 1]!; e++) {
      users[r]! += values[e]!;
      items[indices[e]!]! += values[e]!;
    }
  }
  return { users, items };
}

/** Each entry over the root of the sums of its row and of its column. */
export function normalised(matrix: WeightedCsr, { users, items }: Degrees): WeightedCsr {
  const { numRows, indptr, indices } = matrix;
  const values = new Float32Array(matrix.values.length);
  for (let r = 0; r < numRows; r++) {
    for (let e = indptr[r]!; e < indptr[r + 1]!; e++) {
      values[e] = matrix.values[e]! / Math.sqrt(users[r]! * items[indices[e]!]!);
    }
  }
  return { ...matrix, values };
}
