import type { Data } from 'apache-arrow';
import type { SparseMatrix } from '../../core/index.js';
import type { ColumnSchema } from '../schema/schema.js';
import { boolColumn, denseColumn, type NumericArray, numericColumn, sparseColumn, utf8Column } from './make.js';
import { booleans, denseMatrix, numbers, sparseMatrix, validity } from './read.js';

/** The given rows of a column, in the order given. O(bytes taken). */
export function takeRows(column: Pick<ColumnSchema, 'type' | 'width'>, data: Data, rows: Int32Array): Data {
  const width = column.width ?? 0;
  const all = validity(data);
  const valid = all && pick(all, rows);
  switch (column.type) {
    case 'bool':
      return boolColumn(pick(booleans(data), rows), valid);
    case 'utf8':
      return takeText(data, rows, valid);
    case 'dense': {
      const { values } = denseMatrix(data, width);
      const out = new Float32Array(rows.length * width);
      for (let i = 0; i < rows.length; i++) {
        out.set(values.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
      }
      return denseColumn({ kind: 'dense', numRows: rows.length, width, values: out }, valid);
    }
    case 'sparse':
      return takeSparse(sparseMatrix(data, width), rows, valid);
    default:
      return numericColumn(column.type, pick(numbers(data), rows), valid);
  }
}

function pick<T extends NumericArray | Uint8Array>(values: T, rows: Int32Array): T {
  const out = new (values.constructor as new (length: number) => T)(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

/** The given rows of a text column; a row of -1 is empty. */
export function takeText(data: Data, rows: Int32Array, valid: Uint8Array | undefined): Data {
  const from = data.valueOffsets as Int32Array;
  const bytes = data.values as Uint8Array;
  const offsets = takenOffsets(from, rows);
  const out = new Uint8Array(offsets[rows.length]!);
  for (let i = 0; i < rows.length; i++) {
    if (rows[i]! >= 0) out.set(bytes.subarray(from[rows[i]!]!, from[rows[i]! + 1]!), offsets[i]!);
  }
  return utf8Column(out, offsets, valid);
}

/** The given rows of a sparse column; a row of -1 is empty. */
export function takeSparse(matrix: SparseMatrix, rows: Int32Array, valid: Uint8Array | undefined): Data {
  const indptr = takenOffsets(matrix.indptr, rows);
  const indices = new Int32Array(indptr[rows.length]!);
  const values = new Float32Array(indices.length);
  for (let i = 0; i < rows.length; i++) {
    if (rows[i]! < 0) continue;
    const [from, to] = [matrix.indptr[rows[i]!]!, matrix.indptr[rows[i]! + 1]!];
    indices.set(matrix.indices.subarray(from, to), indptr[i]!);
    values.set(matrix.values.subarray(from, to), indptr[i]!);
  }
  return sparseColumn({ kind: 'sparse', numRows: rows.length, width: matrix.width, indptr, indices, values }, valid);
}

function takenOffsets(from: Int32Array, rows: Int32Array): Int32Array {
  const offsets = new Int32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    offsets[i + 1] = offsets[i]! + (row < 0 ? 0 : from[row + 1]! - from[row]!);
  }
  return offsets;
}
