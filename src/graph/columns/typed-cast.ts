import type { ColumnType } from '../schema/schema.js';
import type { TypedArray } from './column-data.js';
import type { NumericArray, NumericType } from './make.js';

const ARRAYS = { int32: Int32Array, int64: BigInt64Array, float32: Float32Array, float64: Float64Array };

/**
 * A typed array as one of the column's type, where no value can fail to fit; undefined where values must be looked at
 * one by one. Float64 to float32 rounds.
 *
 * @param adopt answer the array itself where it fits
 */
export function convertTyped(
  type: ColumnType,
  values: TypedArray,
  adopt: boolean,
): { type: NumericType; values: NumericArray } | undefined {
  if (!(type in ARRAYS)) return undefined;
  const target = type as NumericType;
  if (values instanceof ARRAYS[target]) return { type: target, values: adopt ? values : values.slice() };
  const isBig = values instanceof BigInt64Array || values instanceof BigUint64Array;
  if (isBig) return undefined;
  if (target === 'float32' || target === 'float64') return { type: target, values: new ARRAYS[target](values) };
  const isSmall = !(values instanceof Float32Array || values instanceof Float64Array || values instanceof Uint32Array);
  return target === 'int32' && isSmall ? { type: target, values: new Int32Array(values) } : undefined;
}
