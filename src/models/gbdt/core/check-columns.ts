import { expectArgument, HeteroGraphError } from '../../../core/index.js';
import type { TreeColumn } from './column.js';

/** Categories are below this number: sets of them are saved as bits. */
const maxCategories = 1 << 20;

/**
 * Checks columns that come in, for training also their values.
 *
 * @returns the number of rows
 * @throws {HeteroGraphError} INVALID_OPTION, WRONG_DTYPE, SHAPE_MISMATCH, DUPLICATE_NAME, VALUE_OUT_OF_RANGE
 */
export function checkColumns(columns: readonly TreeColumn[], numRows?: number): number {
  expectArgument(columns, 'objects', 'columns');
  const rows = numRows ?? columns[0]?.values?.length ?? 0;
  const names = new Set<string>();
  for (const { name, kind, values } of columns) {
    expectArgument(name, 'text', 'columns.name');
    if (kind !== 'number' && kind !== 'category') {
      throw new HeteroGraphError('INVALID_OPTION', `The kind of the column is ${String(kind)}.`, {
        column: name,
        hint: 'It must be "number" or "category".',
      });
    }
    if (!(values instanceof Float64Array || values instanceof Float32Array)) {
      throw new HeteroGraphError('WRONG_DTYPE', 'The values are no Float64Array or Float32Array.', {
        column: name,
        hint: 'Float64Array.from(values) makes one of an array.',
      });
    }
    if (values.length !== rows) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `The column has ${values.length} rows, there are ${rows}.`, {
        column: name,
        hint: 'Give columns of one length.',
      });
    }
    if (names.has(name)) {
      throw new HeteroGraphError('DUPLICATE_NAME', 'Two columns have one name.', {
        column: name,
        hint: 'Rename one of them.',
      });
    }
    names.add(name);
  }
  return rows;
}

/** @throws {HeteroGraphError} VALUE_OUT_OF_RANGE where a category is none */
export function checkCategories({ name, values }: TreeColumn): void {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value) || (Number.isInteger(value) && value >= 0 && value < maxCategories)) continue;
    throw new HeteroGraphError('VALUE_OUT_OF_RANGE', `The category ${value} is no whole number below 2^20.`, {
      column: name,
      row,
      hint: 'Number the categories from 0, and give NaN where there is none.',
    });
  }
}

/** @throws {HeteroGraphError} WRONG_DTYPE, SHAPE_MISMATCH, NON_FINITE */
export function checkNumbers(values: Float64Array, numRows: number, what: string): void {
  if (!(values instanceof Float64Array)) {
    throw new HeteroGraphError('WRONG_DTYPE', `${what} are no Float64Array.`, {
      column: what,
      hint: 'Float64Array.from(values) makes one of an array.',
    });
  }
  if (values.length !== numRows) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${values.length} ${what} for ${numRows} rows.`, {
      column: what,
      hint: 'Give one for each row of the columns.',
    });
  }
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row < 0) return;
  throw new HeteroGraphError('NON_FINITE', `Row ${row} of the ${what} is ${values[row]}.`, {
    column: what,
    row,
    hint: 'Leave the row out, or give it a number.',
  });
}
