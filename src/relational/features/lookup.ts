import { HeteroGraphError } from '../../core/index.js';
import type { Column, Database, ForeignKey, Table } from '../database/types.js';

/** @throws {HeteroGraphError} UNKNOWN_TYPE */
export function tableOf(database: Database, name: string): Table {
  const table = database.tables.get(name);
  if (table) return table;
  throw new HeteroGraphError('UNKNOWN_TYPE', `The database has no table ${name}.`, {
    type: name,
    hint: `Its tables are ${[...database.tables.keys()].join(', ')}.`,
  });
}

/** @throws {HeteroGraphError} UNKNOWN_COLUMN */
export function keyOf(table: Table, name: string): ForeignKey {
  const key = table.keys.find((each) => each.name === name);
  if (key) return key;
  throw new HeteroGraphError('UNKNOWN_COLUMN', `The table ${table.name} has no foreign key ${name}.`, {
    ...{ type: table.name, column: name },
    hint: `Its keys are ${table.keys.map((each) => each.name).join(', ') || 'none'}.`,
  });
}

/** @throws {HeteroGraphError} UNKNOWN_COLUMN */
export function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((each) => each.name === name);
  if (column) return column;
  throw new HeteroGraphError('UNKNOWN_COLUMN', `The table ${table.name} has no column ${name}.`, {
    ...{ type: table.name, column: name },
    hint: `Its columns are ${table.columns.map((each) => each.name).join(', ') || 'none'}.`,
  });
}
