import type { Database } from '../../relational/index.js';

/** The tables of a database, for a table of text. */
export function tableRows({ tables }: Database): (string | number)[][] {
  return [...tables.values()].map(({ name, numRows, columns, keys, time }) => [
    ...[name, numRows, columns.length],
    keys.map(({ table }) => table).join(', '),
    time ? 'by time' : 'always',
  ]);
}
