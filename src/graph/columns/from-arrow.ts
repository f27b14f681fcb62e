import type { Vector } from 'apache-arrow';
import type { DenseMatrix, SparseMatrix } from '../../core/index.js';

/** The one data chunk of a column. Graph tables always have one record batch. */
function chunk(vector: Vector) {
  return vector.data[0]!;
}

/** 1 where the row is valid (not null). */
export function validity(vector: Vector): Uint8Array {
  const out = new Uint8Array(vector.length);
  if (vector.length === 0) return out;
  const data = chunk(vector);
  if (data.nullCount === 0) return out.fill(1);
  const bits = data.nullBitmap;
  for (let i = 0; i < out.length; i++) {
    const at = data.offset + i;
    out[i] = (bits[at >> 3]! >> (at & 7)) & 1;
  }
  return out;
}

/** The values of a numeric column without a copy; nulls read as whatever lies there. */
export function numbers<T extends Int32Array | Float32Array | Float64Array | BigInt64Array>(vector: Vector): T {
  return chunk(vector).values.subarray(0, vector.length) as T;
}

/** Rows of a FixedSizeList<Float32> column, without a copy. */
export function denseMatrix(vector: Vector, width: number): DenseMatrix {
  const child = chunk(vector).children[0]!;
  return {
    kind: 'dense',
    numRows: vector.length,
    width,
    values: child.values.subarray(0, vector.length * width) as Float32Array,
  };
}

/** Rows of a List<Struct<index, value>> column, without a copy. */
export function sparseMatrix(vector: Vector, width: number): SparseMatrix {
  const data = chunk(vector);
  const struct = data.children[0]!;
  const [index, value] = struct.children;
  return {
    kind: 'sparse',
    numRows: vector.length,
    width,
    indptr: data.valueOffsets.subarray(0, vector.length + 1) as Int32Array,
    indices: index!.values as Int32Array,
    values: value!.values as Float32Array,
  };
}
