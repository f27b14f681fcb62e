/**
 * Compressed sparse rows: the one sparse structure that graph, kernels and propagation share.
 * Row r holds `indices[indptr[r]] .. indices[indptr[r + 1] - 1]`; parallel entries are kept.
 */
export interface Csr {
  readonly numRows: number;
  readonly numCols: number;
  /** Length numRows + 1. */
  readonly indptr: Int32Array;
  /** Column of every entry, in [0, numCols). */
  readonly indices: Int32Array;
}

/** CSR with a value per entry. */
export interface WeightedCsr extends Csr {
  readonly values: Float32Array;
}

/** CSR of an edge type: `edges[i]` is the edge row that entry i came from. */
export interface Adjacency extends Csr {
  readonly edges: Int32Array;
}

/** Dense rows, row-major: `values[row * width + column]`. */
export interface DenseMatrix {
  readonly kind: 'dense';
  readonly numRows: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** Sparse rows as CSR. */
export interface SparseMatrix {
  readonly kind: 'sparse';
  readonly numRows: number;
  readonly width: number;
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

export type FeatureMatrix = DenseMatrix | SparseMatrix;
