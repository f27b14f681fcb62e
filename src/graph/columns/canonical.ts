import type { Data } from 'apache-arrow';
import type { ColumnSchema } from '../schema/schema.js';
import {
  boolColumn,
  denseColumn,
  type NumericArray,
  nullColumn,
  numericColumn,
  sparseColumn,
  utf8Column,
} from './make.js';
import { booleans, denseMatrix, numbers, sparseMatrix, validity } from './read.js';

type Typed = Pick<ColumnSchema, 'type' | 'width'>;

/**
 * The column with nothing in it but what it says: buffers cut to their length, zeros under nulls and past the end of
 * bits. Equal columns have equal canonical buffers. Copies only where nulls or bits make it necessary.
 */
export function canonicalColumn(column: Typed, data: Data): Data {
  const width = column.width ?? 0;
  const valid = validity(data);
  if (valid && data.nullCount === data.length) return nullColumn(column, data.length);
  switch (column.type) {
    case 'bool':
      return boolColumn(booleans(data), valid);
    case 'utf8':
      return valid ? cleanText(data, valid) : cutText(data);
    case 'dense': {
      const matrix = denseMatrix(data, width);
      if (!valid) return denseColumn(matrix);
      const values = matrix.values.slice();
      for (let row = 0; row < valid.length; row++) {
        if (!valid[row]) values.fill(0, row * width, (row + 1) * width);
      }
      return denseColumn({ ...matrix, values }, valid);
    }
    case 'sparse': {
      const matrix = sparseMatrix(data, width);
      return valid ? cleanSparse(matrix, valid) : sparseColumn(matrix);
    }
    default: {
      const values = numbers(data);
      return numericColumn(column.type, valid ? zeroed(values, valid) : values, valid);
    }
  }
}

function zeroed(values: NumericArray, valid: Uint8Array): NumericArray {
  const out = values.slice();
  const zero = out instanceof BigInt64Array ? 0n : 0;
  for (let row = 0; row < valid.length; row++) if (!valid[row]) (out as { [i: number]: number | bigint })[row] = zero;
  return out;
}

function cutText({ valueOffsets, values, length }: Data): Data {
  return utf8Column(values.subarray(0, valueOffsets[length]), valueOffsets.subarray(0, length + 1));
}

function cleanText(data: Data, valid: Uint8Array): Data {
  const from = data.valueOffsets as Int32Array;
  const bytes = data.values as Uint8Array;
  const { offsets, copies } = cleanOffsets(from, valid);
  const out = new Uint8Array(offsets[valid.length]!);
  for (const row of copies) out.set(bytes.subarray(from[row]!, from[row + 1]!), offsets[row]!);
  return utf8Column(out, offsets, valid);
}

function cleanSparse(matrix: ReturnType<typeof sparseMatrix>, valid: Uint8Array): Data {
  const { indptr: from } = matrix;
  const { offsets: indptr, copies } = cleanOffsets(from, valid);
  const indices = new Int32Array(indptr[valid.length]!);
  const values = new Float32Array(indices.length);
  for (const row of copies) {
    indices.set(matrix.indices.subarray(from[row]!, from[row + 1]!), indptr[row]!);
    values.set(matrix.values.subarray(from[row]!, from[row + 1]!), indptr[row]!);
  }
  return sparseColumn({ ...matrix, indptr, indices, values }, valid);
}

/** Offsets without what lies under nulls, and the rows that have something to copy. */
function cleanOffsets(from: Int32Array, valid: Uint8Array): { offsets: Int32Array; copies: Int32Array } {
  const offsets = new Int32Array(valid.length + 1);
  const copies = new Int32Array(valid.length);
  let numCopies = 0;
  for (let row = 0; row < valid.length; row++) {
    const length = valid[row] ? from[row + 1]! - from[row]! : 0;
    offsets[row + 1] = offsets[row]! + length;
    if (length > 0) copies[numCopies++] = row;
  }
  return { offsets, copies: copies.subarray(0, numCopies) };
}
