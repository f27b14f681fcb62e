import type { Csr, WeightedCsr } from '../../core/index.js';

/**
 * Matrices with as many rows side by side, [numRows, sum of their columns]; the entries of a row of each count 1 / sqrt(their number), so that rows with
 * many entries are no longer vectors than others.
 */
export function joinedFeatures(numRows: number, matrices: readonly Csr[]): WeightedCsr {
  const indptr = new Int32Array(numRows + 1);
  for (let r = 0; r < numRows; r++) {
    indptr[r + 1] = matrices.reduce((sum, csr) => sum + csr.indptr[r + 1]! - csr.indptr[r]!, indptr[r]!);
  }
  const indices = new Int32Array(indptr[numRows]!);
  const values = new Float32Array(indices.length);
  for (let r = 0, at = 0; r < numRows; r++) {
    let first = 0;
    for (const csr of matrices) {
      const count = csr.indptr[r + 1]! - csr.indptr[r]!;
      for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) {
        indices[at] = first + csr.indices[e]!;
        values[at++] = 1 / Math.sqrt(count);
      }
      first += csr.numCols;
    }
  }
  return { numRows, numCols: matrices.reduce((sum, { numCols }) => sum + numCols, 0), indptr, indices, values };
}
