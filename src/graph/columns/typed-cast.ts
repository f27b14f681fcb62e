import type { ColumnType } from '../schema/schema.js';
import type { TypedArray } from './column-data.js';
import { isNumeric, NUMERIC_ARRAYS, type NumericArray, type NumericType } from './make.js';

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
  if (!isNumeric(type)) return undefined;
  if (values instanceof NUMERIC_ARRAYS[type]) return { type, values: adopt ? values : values.slice() };
  const isBig = values instanceof BigInt64Array || values instanceof BigUint64Array;
  if (isBig) return undefined;
  if (type === 'float32' || type === 'float64') return { type, values: new NUMERIC_ARRAYS[type](values) };
  const isSmall = !(values instanceof Float32Array || values instanceof Float64Array || values instanceof Uint32Array);
  return type === 'int32' && isSmall ? { type, values: new Int32Array(values) } : undefined;
}
