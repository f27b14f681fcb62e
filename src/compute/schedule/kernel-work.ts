import type { Csr, SparseMatrix } from '../../core/index.js';
import { panelWidth } from '../kernels/run-spmm.js';
import type { Operator } from './operator.js';

/** Class and size of an operator, as the cost model takes it. */
export type Work = Pick<Operator, 'kind' | 'flops' | 'bytes'>;

/** What a core's cache may hold of the rows that are read. */
const CACHE_BYTES = 1 << 20;
/** Drawing an entry of a sign matrix, in additions of a projection; measured. */
const DRAW_COST = 450;

/** Rows that a mean reads from memory: each once where caches hold them, or a panel of their columns, until they are read again. */
function rowsRead(csr: Csr, width: number, entries: number): number {
  const isHeld = csr.numCols * width * 4 <= CACHE_BYTES || panelWidth(csr.numCols, csr.indices.length, width) < width;
  return isHeld ? Math.min(csr.numCols, entries) : entries;
}

/** Means of dense rows; of `numRows` of the relation's rows (default all). */
export function meanWork(csr: Csr, width: number, numRows = csr.numRows): Work {
  const entries = (csr.indices.length * numRows) / Math.max(1, csr.numRows);
  return { kind: 'mean', flops: entries * width, bytes: (rowsRead(csr, width, entries) + numRows) * width * 4 };
}

/** Means of sparse rows, as dense ones. */
export function sparseMeanWork(csr: Csr, x: SparseMatrix, numRows = csr.numRows): Work {
  const entries = (csr.indices.length * numRows) / Math.max(1, csr.numRows);
  const perRow = x.values.length / Math.max(1, x.numRows);
  const bytes = entries * perRow * 8 + numRows * x.width * 4;
  return { kind: 'mean of sparse rows', flops: entries * perRow, bytes };
}

/** Normalised means added to sums. */
export function meanAndAddWork(csr: Csr, width: number): Work {
  const entries = csr.indices.length;
  const bytes = (rowsRead(csr, width, entries) + 2 * csr.numRows) * width * 4;
  return { kind: 'mean and add', flops: entries * width, bytes };
}

/** Drawing a sign matrix [width, outWidth] of density 1/s and projecting rows by it. */
export function projectWork(
  z: { readonly numRows: number; readonly width: number } | SparseMatrix,
  outWidth: number,
  s: number,
): Work {
  const isSparse = 'indptr' in z;
  const numbers = isSparse ? z.values.length : z.numRows * z.width;
  return {
    kind: isSparse ? 'project sparse rows' : 'project',
    flops: ((numbers + DRAW_COST * z.width) * outWidth) / s,
    bytes: numbers * (isSparse ? 8 : 4) + z.numRows * outWidth * 4,
  };
}

export function copyWork(numbers: number): Work {
  return { kind: 'copy', flops: 0, bytes: numbers * 8 };
}

/** Normal numbers of a stream. */
export function embedWork(numbers: number): Work {
  return { kind: 'embed', flops: numbers, bytes: numbers * 4 };
}

/** Numbers that are collected and written to a file. */
export function diskWork(numbers: number): Work {
  return { kind: 'disk', flops: 0, bytes: numbers * 4 };
}
