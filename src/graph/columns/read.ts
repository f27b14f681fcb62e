import type { Data, Vector } from 'apache-arrow';
import type { DenseMatrix, SparseMatrix } from '../../core/index.js';
import { unpackBits } from './bits.js';
import type { NumericArray } from './make.js';

/**
 * Graph columns as typed arrays, without a copy but for bits. They expect what graph tables have: one chunk, offset 0
 * (see `normalColumn`).
 */

/** The one chunk of a column. */
export function chunk(vector: Vector): Data {
  return vector.data[0]!;
}

/** 1 where the row is not null; undefined where no row is. */
export function validity(data: Data): Uint8Array | undefined {
  return data.nullCount > 0 ? unpackBits(data.nullBitmap, data.offset, data.length) : undefined;
}

/** Values of a numeric column; where null, whatever lies there. */
export function numbers<T extends NumericArray>(data: Data): T {
  return data.values.subarray(0, data.length) as T;
}

/** 0/1 per row of a bool column; 0 where null. */
export function booleans(data: Data): Uint8Array {
  const flags = unpackBits(data.values as Uint8Array, data.offset, data.length);
  const valid = validity(data);
  if (valid) for (let i = 0; i < flags.length; i++) flags[i]! &= valid[i]!;
  return flags;
}

/** Rows of a dense column, [N, width]. */
export function denseMatrix(data: Data, width: number): DenseMatrix {
  const values = data.children[0]!.values.subarray(0, data.length * width) as Float32Array;
  return { kind: 'dense', numRows: data.length, width, values };
}

/** Rows of a sparse column as CSR. */
export function sparseMatrix(data: Data, width: number): SparseMatrix {
  const indptr = data.valueOffsets.subarray(0, data.length + 1) as Int32Array;
  const numEntries = indptr[data.length] ?? 0;
  const [index, value] = data.children[0]!.children;
  return {
    kind: 'sparse',
    numRows: data.length,
    width,
    indptr,
    indices: index!.values.subarray(0, numEntries) as Int32Array,
    values: value!.values.subarray(0, numEntries) as Float32Array,
  };
}
