import type { Database, Table } from '../../database/types.js';
import { tableOf } from '../../features/lookup.js';
import type { Down } from '../../features/plan.js';
import type { DatabaseReads } from '../types.js';
import { type ColumnInput, inputWidth, planInputs } from './column-inputs.js';
import { followedKeys, type StatePlan } from './state-plan.js';

/** A network over typed, time-safe neighbours, as plain data. */
export interface NetworkPlan {
  /** By table, of those that states are computed of. */
  readonly columns: Readonly<Record<string, readonly ColumnInput[]>>;
  readonly self: StatePlan;
  /** What refers to the row of an anchor, with what the states of those rows are computed of. */
  readonly relations: readonly { readonly down: Down; readonly state: StatePlan }[];
}

/** Numbers of a history beside the means of its rows: whether there is any, how many rows, how long ago the last one was and how old they are on average. */
export const HISTORY_NUMBERS = 4;
/** Sine and cosine of the season, and days unseen. */
const MOMENT_NUMBERS = 3;

/**
 * All keys of the table of the anchors, in both directions. The state of a row that refers to an anchor's is computed as it was known when that row appeared, so that all
 * anchors share it.
 *
 * @param until columns are looked at up to then
 * @param reads default: all
 */
export function planNetwork(whole: Database, name: string, until: number, reads?: DatabaseReads): NetworkPlan {
  const database = reads ? readable(whole, reads) : whole;
  const table = tableOf(database, name);
  const relations = downsOf(database, table).map((down) => {
    const child = tableOf(database, down.table);
    return { down, state: stateOf(database, child, down.key, false) };
  });
  const self = stateOf(database, table, undefined, true);
  const columns = Object.fromEntries(
    Array.from(
      followedKeys({ self, relations }).keys(),
      (each) => [each, planInputs(tableOf(database, each), until)] as const,
    ),
  );
  return { columns, self, relations };
}

/** A database without what may not be read. */
function readable({ tables }: Database, { columns, omit }: DatabaseReads): Database {
  const kept = [...tables].filter(([name]) => !omit.has(name));
  return {
    tables: new Map(
      kept.map(([name, table]) => [
        name,
        {
          ...table,
          columns: table.columns.filter((column) => columns.has(`${name}.${column.name}`)),
          keys: table.keys.filter((key) => !omit.has(key.table) && !omit.has(`${name}.${key.name}`)),
        },
      ]),
    ),
  };
}

/** @param cameBy the key that leads back to the anchors */
function stateOf(database: Database, table: Table, cameBy: string | undefined, hasMoment: boolean): StatePlan {
  const ups = table.keys.flatMap((key) =>
    key.name === cameBy
      ? []
      : [{ key: key.name, table: key.table, downs: downsOf(database, tableOf(database, key.table)) }],
  );
  return { table: table.name, ups, downs: downsOf(database, table), hasMoment };
}

function downsOf(database: Database, { name }: Table): Down[] {
  return [...database.tables.values()].flatMap((child) =>
    child.keys.filter(({ table }) => table === name).map((key) => ({ table: child.name, key: key.name })),
  );
}

/** Numbers that the state of a row is computed of. */
export function stateWidth(
  { columns }: Pick<NetworkPlan, 'columns'>,
  { table, ups, downs, hasMoment }: StatePlan,
): number {
  const ofRow = (name: string) => 2 + columns[name]!.reduce((sum, input) => sum + inputWidth(input), 0);
  const ofHistories = (all: readonly Down[]) =>
    all.reduce((sum, { table: child }) => sum + HISTORY_NUMBERS + ofRow(child), 0);
  return (
    ofRow(table) +
    ups.reduce((sum, up) => sum + ofRow(up.table) + ofHistories(up.downs), 0) +
    ofHistories(downs) +
    (hasMoment ? MOMENT_NUMBERS : 0)
  );
}
