import { type Data, Vector } from 'apache-arrow';
import type { Report } from '../schema/issues.js';
import type { ColumnSchema } from '../schema/schema.js';
import { isWellFormed } from '../schema/well-formed.js';
import { arrowType } from './arrow-type.js';
import { type ColumnData, columnLength, isMatrix, isNullableArray, isTypedArray } from './column-data.js';
import { normalColumn } from './concat.js';
import { encodeMatrix } from './encode-matrix.js';
import { boolColumn, isNumeric, NUMERIC_ARRAYS, nullColumn, numericColumn } from './make.js';
import { cellReader } from './read-cell.js';
import { textColumn } from './text.js';
import { convertTyped } from './typed-cast.js';
import { vectorData } from './vector-data.js';

export interface EncodeOptions {
  /** Use given typed arrays themselves where they fit, instead of copies. */
  readonly adopt?: boolean;
  readonly report: Report;
  /** Row of the type's table that the first value is for. */
  readonly firstRow: number;
}

/**
 * A column's values as one Arrow chunk of its type. Values that do not fit are reported and become null.
 *
 * @returns undefined where the whole of it does not fit, which is reported as well
 */
export function encodeColumn(column: ColumnSchema, data: ColumnData, options: EncodeOptions): Data | undefined {
  if (data instanceof Vector) {
    if (String(data.type) === String(arrowType(column))) return normalColumn(data, column);
    return encodeColumn(column, vectorData(data, column.name), { ...options, adopt: true });
  }
  if (columnLength(data) === 0) return nullColumn(column, 0);
  if (column.type === 'dense' || column.type === 'sparse') return encodeMatrix(column, data, options);
  if (isMatrix(data)) {
    options.report('WRONG_DTYPE', `A ${data.kind} matrix was given instead of ${column.type}.`);
    return undefined;
  }
  const [values, valid] = isNullableArray(data) ? [data.values, data.valid] : [data, undefined];
  if (isTypedArray(values)) {
    const fast = convertTyped(column.type, values, options.adopt === true);
    if (fast) return numericColumn(fast.type, fast.values, valid);
  }
  return encodePlain(column, values as ArrayLike<unknown>, valid, options);
}

function encodePlain(
  column: ColumnSchema,
  values: ArrayLike<unknown>,
  given: Uint8Array | undefined,
  { report, firstRow }: EncodeOptions,
): Data {
  const { length } = values;
  const present = (row: number) => given?.[row] !== 0 && values[row] !== null && values[row] !== undefined;
  if (column.type === 'utf8') {
    return textColumn(length, (row) => {
      if (!present(row)) return null;
      const text = String(values[row]);
      if (isWellFormed(text)) return text;
      report('INVALID_UTF8', 'The text has half of a surrogate pair, which UTF-8 cannot hold.', firstRow + row);
      return null;
    });
  }
  const valid = given?.slice() ?? new Uint8Array(length).fill(1);
  const read = cellReader(column);
  const Values = isNumeric(column.type) ? NUMERIC_ARRAYS[column.type] : Uint8Array;
  const array = new Values(length) as { [row: number]: number | bigint };
  for (let row = 0; row < length; row++) {
    const cell = present(row) ? read(values[row]) : undefined;
    if (cell === undefined) valid[row] = 0;
    else if (typeof cell === 'object') {
      valid[row] = 0;
      report(cell.code, cell.message, firstRow + row);
    } else array[row] = cell;
  }
  if (column.type === 'bool') return boolColumn(array as Uint8Array, valid);
  return numericColumn(column.type as 'int32', array as Int32Array, valid);
}
