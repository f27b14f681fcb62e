import type { Database } from '../database/types.js';
import { columnOf, tableOf } from '../features/lookup.js';

/** Checks that there is a column, by `table.column`; names of tables may hold dots. @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN */
export function checkColumn(database: Database, name: string): void {
  const isThere = [...database.tables.values()].some((table) =>
    table.columns.some((column) => name === `${table.name}.${column.name}`),
  );
  if (isThere) return;
  const at = name.lastIndexOf('.');
  columnOf(tableOf(database, at < 0 ? name : name.slice(0, at)), name.slice(at + 1));
}
