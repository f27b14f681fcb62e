import { HeteroGraphError } from '../../core/index.js';
import { type Cell, type EventTable, readColumns } from './read-columns.js';

/** A row of a table as a table. @throws {HeteroGraphError} INDEX_OUT_OF_RANGE; UNKNOWN_COLUMN */
export function oneRow(table: EventTable, row: number, names: readonly string[]): Record<string, readonly Cell[]> {
  const { numRows, columns } = readColumns(table, names);
  if (!Number.isInteger(row) || row < 0 || row >= numRows) {
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `There is no row ${row}.`, {
      hint: numRows === 0 ? 'The table has no rows.' : `Rows are numbered from 0 to ${numRows - 1}.`,
    });
  }
  return Object.fromEntries(names.map((name) => [name, [columns.get(name)![row]]]));
}
