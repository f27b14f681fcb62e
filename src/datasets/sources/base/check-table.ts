import { HeteroGraphError } from '../../../core/index.js';
import { checkRowsOptions } from './check-rows-options.js';
import type { SourceRowsOptions, SourceTable, TableSource } from './table-source.js';

/**
 * The table of a name, with the columns that are asked for, and how its rows are to be read.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND for a table, UNKNOWN_COLUMN for a column that is not there; QUERY_FAILED for a table that is unreadable;
 *   INVALID_OPTION
 */
export function checkTable<T extends SourceTable>(
  { name }: Pick<TableSource, 'name'>,
  tables: readonly T[],
  table: string,
  columns: readonly string[],
  options: SourceRowsOptions,
): T {
  checkRowsOptions(options);
  const found = tables.find((each) => each.name === table);
  if (!found) {
    throw new HeteroGraphError('FILE_NOT_FOUND', `There is no table ${table}.`, {
      file: name,
      hint: `There are: ${shown(tables.map((each) => each.name))}.`,
    });
  }
  if (found.unreadable !== undefined) {
    throw new HeteroGraphError('QUERY_FAILED', `The table ${table} is ${found.unreadable}.`, {
      file: name,
      hint: 'Mend it in the database, or leave it out of the mapping.',
    });
  }
  const known = found.columns.map((column) => column.name);
  const unknown = columns.find((column) => !known.includes(column));
  if (unknown !== undefined) {
    throw new HeteroGraphError('UNKNOWN_COLUMN', `The table ${table} has no such column.`, {
      file: name,
      column: unknown,
      hint: `It has: ${shown(known)}.`,
    });
  }
  return found;
}

function shown(names: readonly string[]): string {
  return names.slice(0, 20).join(', ') || 'none';
}
