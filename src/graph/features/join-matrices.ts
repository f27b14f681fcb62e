import type { DenseMatrix, SparseMatrix } from '../../core/index.js';

/** Share of entries from which a matrix is kept dense. */
const DENSE = 0.3;

/**
 * Matrices of the same rows side by side: dense where most entries are, else sparse without zeros. O(entries).
 *
 * @param numRows of all of them, which may be none
 */
export function joinMatrices(
  matrices: readonly (DenseMatrix | SparseMatrix)[],
  numRows: number,
): DenseMatrix | SparseMatrix {
  const width = matrices.reduce((sum, each) => sum + each.width, 0);
  const entries = matrices.reduce((sum, each) => sum + each.values.length, 0);
  return entries >= DENSE * numRows * width
    ? joinedDense(matrices, numRows, width)
    : joinedSparse(matrices, numRows, width, entries);
}

function joinedDense(matrices: readonly (DenseMatrix | SparseMatrix)[], numRows: number, width: number): DenseMatrix {
  const values = new Float32Array(numRows * width);
  let at = 0;
  for (const each of matrices) {
    for (let row = 0; row < numRows; row++) {
      if (each.kind === 'dense') {
        values.set(each.values.subarray(row * each.width, (row + 1) * each.width), row * width + at);
      } else {
        for (let e = each.indptr[row]!; e < each.indptr[row + 1]!; e++) {
          values[row * width + at + each.indices[e]!] = each.values[e]!;
        }
      }
    }
    at += each.width;
  }
  return { kind: 'dense', numRows, width, values };
}

function joinedSparse(
  matrices: readonly (DenseMatrix | SparseMatrix)[],
  numRows: number,
  width: number,
  entries: number,
): SparseMatrix {
  const indptr = new Int32Array(numRows + 1);
  const indices = new Int32Array(entries);
  const values = new Float32Array(entries);
  let end = 0;
  const put = (index: number, value: number) => {
    if (value === 0) return;
    indices[end] = index;
    values[end++] = value;
  };
  for (let row = 0; row < numRows; row++) {
    let at = 0;
    for (const each of matrices) {
      if (each.kind === 'dense') {
        for (let c = 0; c < each.width; c++) put(at + c, each.values[row * each.width + c]!);
      } else {
        for (let e = each.indptr[row]!; e < each.indptr[row + 1]!; e++) put(at + each.indices[e]!, each.values[e]!);
      }
      at += each.width;
    }
    indptr[row + 1] = end;
  }
  return { kind: 'sparse', numRows, width, indptr, indices: indices.slice(0, end), values: values.slice(0, end) };
}
