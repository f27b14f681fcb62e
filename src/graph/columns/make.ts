import { type Data, makeData } from 'apache-arrow';
import type { DenseMatrix, SparseMatrix } from '../../core/index.js';
import type { ColumnSchema } from '../schema/schema.js';
import { arrowType } from './arrow-type.js';
import { packBits } from './bits.js';

/**
 * Typed arrays to Arrow columns: one chunk, offset 0, nothing copied but bits. `valid` is 0/1 per row; without it no row
 * is null.
 */

export type NumericType = 'int32' | 'int64' | 'float32' | 'float64';
export type NumericArray = Int32Array | BigInt64Array | Float32Array | Float64Array;

/** The array that holds the values of a numeric column. */
export const NUMERIC_ARRAYS = {
  int32: Int32Array,
  int64: BigInt64Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

export function isNumeric(type: ColumnSchema['type']): type is NumericType {
  return type in NUMERIC_ARRAYS;
}

interface Nulls {
  nullBitmap?: Uint8Array;
  nullCount: number;
}

function nulls(valid: Uint8Array | undefined): Nulls {
  if (!valid) return { nullCount: 0 };
  let nullCount = 0;
  for (let i = 0; i < valid.length; i++) if (!valid[i]) nullCount++;
  return nullCount === 0 ? { nullCount } : { nullBitmap: packBits(valid), nullCount };
}

export function numericColumn(type: NumericType, values: NumericArray, valid?: Uint8Array): Data {
  return makeData({ type: arrowType({ type }), length: values.length, data: values, ...nulls(valid) } as never);
}

/** @param values 0/1 per row */
export function boolColumn(values: Uint8Array, valid?: Uint8Array): Data {
  const data = packBits(values);
  return makeData({ type: arrowType({ type: 'bool' }), length: values.length, data, ...nulls(valid) } as never);
}

/** @param offsets [N + 1] into the UTF-8 `bytes` */
export function utf8Column(bytes: Uint8Array, offsets: Int32Array, valid?: Uint8Array): Data {
  const type = arrowType({ type: 'utf8' });
  const length = offsets.length - 1;
  return makeData({ type, length, data: bytes, valueOffsets: offsets, ...nulls(valid) } as never);
}

export function denseColumn({ values, width, numRows }: DenseMatrix, valid?: Uint8Array): Data {
  const child = makeData({ type: arrowType({ type: 'float32' }), length: values.length, data: values } as never);
  return makeData({ type: arrowType({ type: 'dense', width }), length: numRows, child, ...nulls(valid) } as never);
}

export function sparseColumn({ indptr, indices, values, numRows }: SparseMatrix, valid?: Uint8Array): Data {
  const type = arrowType({ type: 'sparse' });
  const child = makeData({
    type: type.children[0]!.type,
    length: indices.length,
    nullCount: 0,
    children: [numericColumn('int32', indices), numericColumn('float32', values)],
  } as never);
  return makeData({ type, length: numRows, valueOffsets: indptr, child, ...nulls(valid) } as never);
}

/** A column of `length` nulls; with length 0, the empty column. */
export function nullColumn({ type, width = 0 }: Pick<ColumnSchema, 'type' | 'width'>, length: number): Data {
  const valid = length === 0 ? undefined : new Uint8Array(length);
  switch (type) {
    case 'bool':
      return boolColumn(new Uint8Array(length), valid);
    case 'utf8':
      return utf8Column(new Uint8Array(0), new Int32Array(length + 1), valid);
    case 'dense':
      return denseColumn({ kind: 'dense', numRows: length, width, values: new Float32Array(length * width) }, valid);
    case 'sparse': {
      const indptr = new Int32Array(length + 1);
      const none = { indices: new Int32Array(0), values: new Float32Array(0) };
      return sparseColumn({ kind: 'sparse', numRows: length, width, indptr, ...none }, valid);
    }
    default:
      return numericColumn(type, new NUMERIC_ARRAYS[type](length), valid);
  }
}
