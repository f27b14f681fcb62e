import type { Database, Table } from '../database/types.js';
import { keyOf, tableOf } from '../features/lookup.js';
import type { PlannedFeature } from '../features/plan.js';

/** The column that a feature is taken from, as `table.column`; undefined where it is of keys and times alone. */
export function columnOfFeature(
  database: Database,
  anchors: string,
  { focus, rows, value }: PlannedFeature,
): string | undefined {
  if (value?.column === undefined) return undefined;
  const up = (table: Table, key: string) => tableOf(database, keyOf(table, key).table);
  const start = focus.reduce(
    (table, move) => ('up' in move ? up(table, move.up) : tableOf(database, move.last.table)),
    tableOf(database, anchors),
  );
  const end = rows ? tableOf(database, rows.at(-1)!.table) : start;
  return `${value.ups.reduce(up, end).name}.${value.column}`;
}
