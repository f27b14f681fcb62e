import { DAY } from '../aggregates/spans.js';
import type { CategoryColumn, Database, Table } from '../database/types.js';
import { columnOf, keyOf, tableOf } from './lookup.js';
import type { PlannedValue } from './plan.js';

/** What a row's value is taken from. */
export type RowValues =
  | { readonly kind: 'number' | 'boolean' | 'date'; readonly values: Float64Array }
  | {
      readonly kind: 'category';
      readonly codes: Int32Array;
      readonly numCodes: number;
      readonly column?: CategoryColumn;
    };

/** Values of the rows of a table, perhaps those of rows that keys lead to, [rows]; the rows of a parent themselves as codes. */
export function rowValues(database: Database, table: Table, { ups, column }: PlannedValue): RowValues {
  let at = table;
  let rows: Int32Array | undefined;
  for (const name of ups) {
    const key = keyOf(at, name);
    const from: Int32Array | undefined = rows;
    rows = from ? from.map((row) => (row < 0 ? -1 : key.rows[row]!)) : key.rows;
    at = tableOf(database, key.table);
  }
  if (column === undefined) {
    return {
      kind: 'category',
      codes: rows ?? Int32Array.from({ length: table.numRows }, (_, i) => i),
      numCodes: at.numRows,
    };
  }
  const found = columnOf(at, column);
  if (found.kind === 'category') {
    const codes = rows ? rows.map((row) => (row < 0 ? -1 : found.codes[row]!)) : found.codes;
    return { kind: 'category', codes, numCodes: found.categories.length, column: found };
  }
  const { kind, values } = found;
  return { kind, values: rows ? Float64Array.from(rows, (row) => (row < 0 ? Number.NaN : values[row]!)) : values };
}

/**
 * Days from dates to the times when the rows became known, so that they compare between years. NaN where a date is later than its row,
 * which would tell what comes, and of rows without time.
 */
export function daysBefore(dates: Float64Array, { time }: Table): Float64Array {
  return dates.map((date, row) => (time && date <= time[row]! ? (time[row]! - date) / DAY : Number.NaN));
}

/** Of each code its place in other categories, NaN where it is not among them. */
export function placesOf({ categories }: CategoryColumn, others: readonly string[]): Float64Array {
  const places = new Map(others.map((category, place) => [category, place]));
  return Float64Array.from(categories, (category) => places.get(category) ?? Number.NaN);
}
