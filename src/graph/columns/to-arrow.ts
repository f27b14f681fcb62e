import {
  Bool,
  type Data,
  type DataType,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int32,
  Int64,
  List,
  makeData,
  Struct,
  Utf8,
  Vector,
} from 'apache-arrow';
import type { DenseMatrix, SparseMatrix } from '../../core/index.js';

/** Bits of a validity mask (1 = valid) with the number of nulls; undefined where nothing is null. */
function nulls(valid: Uint8Array | undefined): { nullBitmap?: Uint8Array; nullCount: number } {
  if (!valid) return { nullCount: 0 };
  const nullBitmap = new Uint8Array(Math.ceil(valid.length / 64) * 8);
  let nullCount = 0;
  for (let i = 0; i < valid.length; i++) {
    if (valid[i]) nullBitmap[i >> 3]! |= 1 << (i & 7);
    else nullCount++;
  }
  return nullCount === 0 ? { nullCount } : { nullBitmap, nullCount };
}

function vectorOf(data: Data): Vector {
  return new Vector([data]) as Vector;
}

export function int32Vector(values: Int32Array, valid?: Uint8Array): Vector {
  return vectorOf(makeData({ type: new Int32(), length: values.length, data: values, ...nulls(valid) }));
}

export function int64Vector(values: BigInt64Array, valid?: Uint8Array): Vector {
  return vectorOf(makeData({ type: new Int64(), length: values.length, data: values, ...nulls(valid) }));
}

export function float32Vector(values: Float32Array, valid?: Uint8Array): Vector {
  return vectorOf(makeData({ type: new Float32(), length: values.length, data: values, ...nulls(valid) }));
}

export function float64Vector(values: Float64Array, valid?: Uint8Array): Vector {
  return vectorOf(makeData({ type: new Float64(), length: values.length, data: values, ...nulls(valid) }));
}

export function boolVector(values: Uint8Array, valid?: Uint8Array): Vector {
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
  for (let i = 0; i < values.length; i++) if (values[i]) bits[i >> 3]! |= 1 << (i & 7);
  return vectorOf(makeData({ type: new Bool(), length: values.length, data: bits, ...nulls(valid) }));
}

/** UTF-8 bytes with offsets [N + 1]. */
export function utf8Vector(bytes: Uint8Array, offsets: Int32Array, valid?: Uint8Array): Vector {
  return vectorOf(
    makeData({ type: new Utf8(), length: offsets.length - 1, data: bytes, valueOffsets: offsets, ...nulls(valid) }),
  );
}

export function stringVector(values: readonly (string | null | undefined)[]): Vector {
  const encoder = new TextEncoder();
  const offsets = new Int32Array(values.length + 1);
  const valid = new Uint8Array(values.length);
  let bytes = new Uint8Array(Math.max(64, values.length * 16));
  let at = 0;
  for (const [i, value] of values.entries()) {
    if (value !== null && value !== undefined) {
      valid[i] = 1;
      if (at + value.length * 3 > bytes.length) {
        const larger = new Uint8Array(Math.max(bytes.length * 2, at + value.length * 3));
        larger.set(bytes.subarray(0, at));
        bytes = larger;
      }
      at += encoder.encodeInto(value, bytes.subarray(at)).written;
    }
    offsets[i + 1] = at;
  }
  return utf8Vector(bytes.slice(0, at), offsets, valid);
}

export function denseVector({ values, width, numRows }: DenseMatrix, valid?: Uint8Array): Vector {
  const child = makeData({ type: new Float32(), length: values.length, data: values });
  const type = new FixedSizeList(width, new Field('item', new Float32(), false));
  return vectorOf(makeData({ type, length: numRows, child, ...nulls(valid) } as never) as Data<DataType>);
}

export function sparseVector({ indptr, indices, values, numRows }: SparseMatrix): Vector {
  const fields = [new Field('index', new Int32(), false), new Field('value', new Float32(), false)];
  const struct = makeData({
    type: new Struct(fields),
    length: indices.length,
    nullCount: 0,
    children: [
      makeData({ type: new Int32(), length: indices.length, data: indices }),
      makeData({ type: new Float32(), length: values.length, data: values }),
    ],
  });
  const type = new List(new Field('item', struct.type, false));
  return vectorOf(
    makeData({ type, length: numRows, valueOffsets: indptr, child: struct, nullCount: 0 } as never) as Data<DataType>,
  );
}
