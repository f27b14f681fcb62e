import { type Data, DataType, type Vector } from 'apache-arrow';
import { HeteroGraphError } from '../../core/index.js';
import type { ColumnSchema, ColumnType } from '../schema/schema.js';
import type { ColumnData, TypedArray } from './column-data.js';
import { concatColumns } from './concat.js';
import { booleans, denseMatrix, numbers, sparseMatrix, validity } from './read.js';
import { texts } from './text.js';

/**
 * Any supported Arrow column as typed arrays, strings or a matrix: integers and floats of any width, booleans, text
 * (also large, as views or as a dictionary), timestamps and dates in seconds, fixed-size lists of floats, lists of
 * {index, value}, lists of texts as arrays of JSON. Several chunks are joined.
 *
 * @throws {HeteroGraphError} WRONG_DTYPE for other types
 */
export function vectorData(vector: Vector, column: string): Exclude<ColumnData, Vector> {
  const { type } = vector;
  if (DataType.isUtf8(type)) return texts(concatColumns({ type: 'utf8' }, vector.data));
  if (DataType.isDictionary(type)) return dictionaryValues(vector, column);
  if (DataType.isBool(type)) return withNulls(vector, (data) => booleans(data));
  if (DataType.isInt(type)) return withNulls(vector, (data) => data.values.subarray(0, data.length));
  if (DataType.isFloat(type) && type.precision > 0) {
    return withNulls(vector, (data) => data.values.subarray(0, data.length));
  }
  if (DataType.isFixedSizeList(type) && isFloat32(type.children[0]!.type)) {
    const data = concatColumns({ type: 'dense', width: type.listSize }, vector.data);
    return { ...denseMatrix(data, type.listSize), valid: validity(data) };
  }
  if (isSparse(type)) {
    const data = concatColumns({ type: 'sparse' }, vector.data);
    const matrix = sparseMatrix(data, 0);
    let largest = -1;
    for (const index of matrix.indices) if (index > largest) largest = index;
    return { ...matrix, width: largest + 1, valid: validity(data) };
  }
  if (DataType.isTimestamp(type) || DataType.isDate(type)) return seconds(vector);
  if (DataType.isLargeUtf8(type) || DataType.isUtf8View(type)) return vector.data.flatMap(texts);
  if (DataType.isList(type) && isText(type.children[0]!.type)) return tagLists(vector);
  if (DataType.isNull(type)) return [...vector] as null[];
  throw new HeteroGraphError('WRONG_DTYPE', `Arrow columns of type ${type} cannot be kept in a graph.`, {
    column,
    hint: 'Cast it to a number, boolean or text type, a FixedSizeList<Float32>, or leave it out.',
  });
}

/**
 * The schema of an Arrow column that a graph can hold as it is; undefined where it must be converted, or where only its
 * values tell the schema.
 */
export function columnOfVector(name: string, vector: Vector): ColumnSchema | undefined {
  const { type, nullCount } = vector;
  const as = (found: ColumnType, more: Partial<ColumnSchema> = {}): ColumnSchema => ({
    name,
    type: found,
    role: 'attribute',
    nullable: nullCount > 0,
    ...more,
  });
  if (DataType.isUtf8(type)) return as('utf8');
  if (DataType.isBool(type)) return as('bool');
  if (DataType.isFloat(type) && type.precision > 0) return as(type.precision === 1 ? 'float32' : 'float64');
  if (DataType.isInt(type) && type.isSigned && type.bitWidth >= 32) return as(type.bitWidth === 32 ? 'int32' : 'int64');
  if (DataType.isFixedSizeList(type) && isFloat32(type.children[0]!.type)) {
    return as('dense', { role: 'feature', width: type.listSize });
  }
  return undefined;
}

function isText(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);
}

/** Lists of texts as arrays of JSON, which columns with the role tags hold. */
function tagLists(vector: Vector): (string | null)[] {
  return Array.from({ length: vector.length }, (_, row) => {
    const list = vector.get(row) as Iterable<string | null> | null;
    return list === null ? null : JSON.stringify(Array.from(list));
  });
}

function isFloat32(type: DataType): boolean {
  return DataType.isFloat(type) && type.precision === 1;
}

function isSparse(type: DataType): boolean {
  if (!DataType.isList(type)) return false;
  const entry = type.children[0]!.type as DataType;
  if (!DataType.isStruct(entry) || entry.children.length !== 2) return false;
  const [index, value] = entry.children;
  return (
    index!.name === 'index' &&
    value!.name === 'value' &&
    DataType.isInt(index!.type) &&
    index!.type.bitWidth === 32 &&
    isFloat32(value!.type)
  );
}

function withNulls(
  vector: Vector,
  read: (data: Data) => TypedArray,
): TypedArray | { values: TypedArray; valid: Uint8Array } {
  const parts = vector.data.map((data) => ({ values: read(data), valid: validity(data) }));
  if (parts.length === 1) {
    const { values, valid } = parts[0]!;
    return valid ? { values, valid } : values;
  }
  const Type = (parts[0]?.values.constructor ?? Int32Array) as new (length: number) => TypedArray;
  const values = new Type(vector.length);
  const valid = new Uint8Array(vector.length).fill(1);
  let at = 0;
  for (const part of parts) {
    values.set(part.values as never, at);
    if (part.valid) valid.set(part.valid, at);
    at += part.values.length;
  }
  return vector.nullCount > 0 ? { values, valid } : values;
}

/** Decodes every dictionary entry once. */
function dictionaryValues(vector: Vector, column: string): (string | number | bigint | boolean | null)[] {
  const out: (string | number | bigint | boolean | null)[] = [];
  for (const data of vector.data) {
    const words = plainValues(vectorData(data.dictionary!, column));
    const codes = numbers<Int32Array>(data);
    for (let i = 0; i < data.length; i++) out.push(data.getValid(i) ? (words[Number(codes[i])] ?? null) : null);
  }
  return out;
}

function plainValues(data: Exclude<ColumnData, Vector>): readonly (string | number | bigint | boolean | null)[] {
  if (Array.isArray(data)) return data as (string | null)[];
  if ('valid' in data && !('kind' in data))
    return Array.from(data.values as Int32Array, (v, i) => (data.valid[i] ? v : null));
  return Array.from(data as Int32Array);
}

/** Timestamps and dates as seconds since 1970. */
function seconds(vector: Vector): ColumnData & { values: Float64Array; valid: Uint8Array } {
  const values = new Float64Array(vector.length);
  const valid = new Uint8Array(vector.length);
  for (let i = 0; i < values.length; i++) {
    // Arrow answers milliseconds for every unit.
    const value: unknown = vector.get(i);
    if (value === null) continue;
    valid[i] = 1;
    values[i] = Number(value) / 1000;
  }
  return { values, valid };
}
