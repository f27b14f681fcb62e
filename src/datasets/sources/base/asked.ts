import { checkTable } from './check-table.js';
import type { PlacedTable } from './sql-tables.js';
import type { SourceColumn, SourceRowsOptions } from './table-source.js';

/** What a query reads. */
export interface Asked {
  readonly known: PlacedTable;
  /** The columns that are asked for, in their order. */
  readonly wanted: readonly SourceColumn[];
  /** The end of the statement: how many rows at most. */
  readonly limit: string;
}

/** What is asked of a table of a database. @throws {HeteroGraphError} as `checkTable` does */
export function asked(
  name: string,
  tables: readonly PlacedTable[],
  table: string,
  columns: readonly string[],
  options: SourceRowsOptions,
): Asked {
  const known = checkTable({ name }, tables, table, columns, options);
  const { maxRows = Number.POSITIVE_INFINITY } = options;
  return {
    known,
    wanted: columns.map((column) => known.columns.find((each) => each.name === column)!),
    limit: Number.isFinite(maxRows) ? ` LIMIT ${Math.floor(maxRows)}` : '',
  };
}
