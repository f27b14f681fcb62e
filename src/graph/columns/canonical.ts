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
import { takeSparse, takeText } from './take.js';

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
      return valid ? takeText(data, validRows(valid), valid) : cutText(data);
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
      return valid ? takeSparse(matrix, validRows(valid), valid) : sparseColumn(matrix);
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

/** The number of every row, -1 where it is null. */
function validRows(valid: Uint8Array): Int32Array {
  return Int32Array.from(valid, (isValid, row) => (isValid ? row : -1));
}
