import type { Csr, WeightedCsr } from '../../core/index.js';
import { expectCsr } from './checks.js';

/** A transpose and, for each of its entries, the number the entry has in the matrix itself. */
export interface TransposedCsr {
  readonly csr: Csr | WeightedCsr;
  readonly entries: Int32Array;
}

/** The transpose by counting sort; entries of a row in ascending order of their old row. O(entries + rows + columns). */
export function transposeWithEntries(csr: Csr | WeightedCsr): TransposedCsr {
  expectCsr(csr);
  const { numRows, numCols } = csr;
  const weights = 'values' in csr ? csr.values : undefined;
  const indptr = new Int32Array(numCols + 1);
  const indices = new Int32Array(csr.indices.length);
  const entries = new Int32Array(csr.indices.length);
  const values = new Float32Array(weights ? csr.indices.length : 0);
  for (const column of csr.indices) indptr[column + 1]!++;
  for (let c = 0; c < numCols; c++) indptr[c + 1]! += indptr[c]!;
  const next = indptr.slice();
  for (let r = 0; r < numRows; r++) {
    for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) {
      const at = next[csr.indices[e]!]!++;
      indices[at] = r;
      entries[at] = e;
      if (weights) values[at] = weights[e]!;
    }
  }
  const transposed = { numRows: numCols, numCols: numRows, indptr, indices };
  return { csr: weights ? { ...transposed, values } : transposed, entries };
}

/** {@link transposeWithEntries} without the numbers. */
export function transposeCsr(csr: Csr | WeightedCsr): Csr | WeightedCsr {
  return transposeWithEntries(csr).csr;
}
