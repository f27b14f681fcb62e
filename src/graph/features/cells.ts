import type { Data } from 'apache-arrow';
import { booleans, numbers, validity } from '../columns/read.js';
import { textReader } from '../columns/text.js';
import type { ColumnSchema } from '../schema/schema.js';

/** A plain column as numbers or as texts. */
export interface Cells {
  readonly column: ColumnSchema;
  readonly numRows: number;
  /** NaN where there is no value; false and true are 0 and 1; of texts NaN. Whole numbers beyond 2^53 are rounded. */
  number(row: number): number;
  /** The text, or the number as text; null where there is no value, or a text of blanks alone. */
  text(row: number): string | null;
}

export function cellsOf(column: ColumnSchema, data: Data): Cells {
  const valid = validity(data);
  const isThere = (row: number) => valid?.[row] !== 0;
  const numRows = data.length;
  if (column.type === 'utf8') {
    const read = textReader(data);
    const text = (row: number) => {
      const value = isThere(row) ? read(row).trim() : '';
      return value === '' ? null : value;
    };
    return { column, numRows, number: () => Number.NaN, text };
  }
  const values: ArrayLike<number | bigint> = column.type === 'bool' ? booleans(data) : numbers(data);
  const number = (row: number) => {
    const value = isThere(row) ? Number(values[row]) : Number.NaN;
    return Number.isFinite(value) ? value : Number.NaN;
  };
  const text = (row: number) => (Number.isNaN(number(row)) ? null : String(values[row]));
  return { column, numRows, number, text };
}
