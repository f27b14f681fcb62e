import { isoSeconds } from '../../graph/internal.js';
import type { Column, Database, Table } from '../database/types.js';
import { columnNamed, tableNamed } from './names.js';
import { invalidQuery } from './tokens.js';
import type { ColumnCondition, Comparison } from './types.js';

/**
 * 1 for the rows of a table where all conditions hold, [rows]. A missing value fulfils none but IS NULL.
 *
 * @param mayLack whether no row need have a category that is named
 */
export function rowsWhere(
  database: Database,
  table: Table,
  conditions: readonly ColumnCondition[],
  query: string,
  mayLack = false,
): Uint8Array {
  const holds = new Uint8Array(table.numRows).fill(1);
  for (const condition of conditions) {
    if (condition.table && tableNamed(database, condition.table, query) !== table)
      throw invalidQuery(
        query,
        condition.table.at,
        `The rows here are those of ${table.name}.`,
        `Compare a column of ${table.name}; what happened before the anchor is asked by COUNT or another measure.`,
      );
    const test = testOf(columnNamed(table, condition.column, query), condition, query, mayLack);
    for (let row = 0; row < holds.length; row++) if (holds[row] && !test(row)) holds[row] = 0;
  }
  return holds;
}

/** Whether a comparison holds; of NaN none does. */
export function compares(operator: Comparison, a: number, b: number): boolean {
  if (Number.isNaN(a)) return false;
  switch (operator) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

function testOf(
  column: Column,
  { column: name, test }: ColumnCondition,
  query: string,
  mayLack: boolean,
): (row: number) => boolean {
  const isThere =
    column.kind === 'category'
      ? (row: number) => column.codes[row]! >= 0
      : (row: number) => !Number.isNaN(column.values[row]!);
  if (!('value' in test || 'values' in test)) return test.operator === 'null' ? (row) => !isThere(row) : isThere;
  const values = 'values' in test ? test.values : [test.value];
  if (column.kind === 'category') {
    if (test.operator !== '=' && test.operator !== '!=' && test.operator !== 'in')
      throw invalidQuery(query, name.at, `${column.name} has no order.`, 'Use =, != or IN with categories.');
    const isNot = test.operator === '!=';
    const codes = new Set(values.map((value) => codeOf(column.categories, value, query, name.at, mayLack)));
    return (row) => isThere(row) && codes.has(column.codes[row]!) !== isNot;
  }
  const numbers = values.map((value) => numberIn(column, value, query, name.at));
  const { operator } = test;
  if (operator === 'in') return (row) => numbers.includes(column.values[row]!);
  return (row) => compares(operator, column.values[row]!, numbers[0]!);
}

function codeOf(
  categories: readonly string[],
  value: number | string,
  query: string,
  at: number,
  mayLack: boolean,
): number {
  const code = categories.indexOf(String(value));
  if (code >= 0) return code;
  // A code that no row has.
  if (mayLack) return categories.length;
  const some = categories.slice(0, 10).map((text) => `'${text}'`);
  throw invalidQuery(
    query,
    at,
    `No row has the value ${JSON.stringify(value)}.`,
    `There are: ${some.join(', ')}${categories.length > some.length ? ` and ${categories.length - some.length} more` : ''}.`,
  );
}

function numberIn(column: Column, value: number | string, query: string, at: number): number {
  if (typeof value === 'number') return value;
  const seconds = column.kind === 'date' ? isoSeconds(value) : Number.NaN;
  if (!Number.isNaN(seconds)) return seconds;
  throw invalidQuery(
    query,
    at,
    `${JSON.stringify(value)} is no ${column.kind}.`,
    column.kind === 'date' ? "Write dates as '2024-05-31'." : 'Compare with a number, without quotes.',
  );
}
