import { Vector } from 'apache-arrow';
import { type FeatureMatrix, HeteroGraphError } from '../../core/index.js';
import type { ColumnSchema } from '../schema/schema.js';

export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** null and undefined mean "no value". */
export type PlainValue = string | number | bigint | boolean | null | undefined;

/** Numbers of which those with `valid[row] === 0` are null. */
export interface NullableArray {
  readonly values: TypedArray;
  /** 0/1 per row. */
  readonly valid: Uint8Array;
}

/** A matrix of which rows may be null. */
export type NullableMatrix = FeatureMatrix & { readonly valid?: Uint8Array };

/** What a column may be given as. Rows of numbers make a dense matrix. */
export type ColumnData =
  | TypedArray
  | NullableArray
  | readonly PlainValue[]
  | readonly (ArrayLike<number> | null | undefined)[]
  | NullableMatrix
  | Vector;

export function isTypedArray(data: unknown): data is TypedArray {
  return ArrayBuffer.isView(data) && !(data instanceof DataView);
}

export function isMatrix(data: ColumnData): data is NullableMatrix {
  return 'kind' in data;
}

export function isNullableArray(data: ColumnData): data is NullableArray {
  return 'valid' in data && !('kind' in data);
}

/**
 * Whether a column was given as an Arrow vector.
 *
 * @throws {HeteroGraphError} ARROW_COPY where it comes from another copy of apache-arrow
 */
export function isVector(data: unknown): data is Vector {
  if (data instanceof Vector) return true;
  refuseOtherArrow(data);
  return false;
}

/** Vectors and tables of another copy of apache-arrow look like ours and are none. @throws {HeteroGraphError} ARROW_COPY */
export function refuseOtherArrow(value: unknown): void {
  if (typeof value !== 'object' || value === null || !('getChildAt' in value)) return;
  throw new HeteroGraphError('ARROW_COPY', 'The Arrow table or vector comes from another copy of apache-arrow.', {
    hint: 'Install one version of apache-arrow (see `npm ls apache-arrow`), or hand it over as bytes: tableFromIPC(tableToIPC(table)).',
  });
}

/** Rows of the column. */
export function columnLength(data: ColumnData): number {
  if (isVector(data)) return data.length;
  if (isMatrix(data)) return data.numRows;
  return isNullableArray(data) ? data.values.length : data.length;
}

/** What a column is where nothing was declared; undefined where every value is null. */
export function inferColumn(name: string, data: Exclude<ColumnData, Vector>): ColumnSchema | undefined {
  if (isMatrix(data)) return { name, type: data.kind, role: 'feature', width: data.width, nullable: !!data.valid };
  if (isNullableArray(data)) return { ...inferTyped(name, data.values), nullable: true };
  if (isTypedArray(data)) return inferTyped(name, data);
  return inferPlain(name, data);
}

function inferTyped(name: string, data: TypedArray): ColumnSchema {
  if (data instanceof Float32Array) return { name, type: 'float32', role: 'attribute' };
  if (data instanceof Float64Array) return { name, type: 'float64', role: 'attribute' };
  if (data instanceof Uint8Array && data.every((value) => value <= 1)) return { name, type: 'bool', role: 'attribute' };
  const is64 = data instanceof BigInt64Array || data instanceof BigUint64Array || data instanceof Uint32Array;
  return { name, type: is64 ? 'int64' : 'int32', role: 'attribute' };
}

function inferPlain(name: string, data: readonly unknown[]): ColumnSchema | undefined {
  let nullable = false;
  const kinds = new Set<string>();
  let width = 0;
  for (const value of data) {
    if (value === null || value === undefined) nullable = true;
    else if (typeof value === 'number') kinds.add((value | 0) === value ? 'int32' : 'float64');
    else if (typeof value === 'object') {
      width = (value as ArrayLike<number>).length;
      kinds.add('dense');
    } else kinds.add(typeof value);
  }
  const only = (...allowed: string[]) => [...kinds].every((kind) => allowed.includes(kind));
  const scalar = (type: ColumnSchema['type']): ColumnSchema => ({ name, type, role: 'attribute', nullable });
  if (kinds.size === 0) return undefined;
  if (only('boolean')) return scalar('bool');
  if (only('int32')) return scalar('int32');
  if (only('int32', 'bigint')) return scalar('int64');
  if (only('int32', 'float64')) return scalar('float64');
  if (only('dense')) return { name, type: 'dense', role: 'feature', width, nullable };
  return scalar('utf8');
}
