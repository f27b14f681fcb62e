import type { Database, SQLiteValue } from 'node-sqlite3-wasm';
import { isHeteroGraphError } from '../../../core/index.js';
import { kindOf } from '../base/declared-kind.js';
import type { SourceColumn, SourceKey, SourceTable } from '../base/table-source.js';
import { listTables } from './list-tables.js';
import type { OwnSql } from './own-sql.js';
import { DAMAGE } from './sqlite-error.js';

type Row = Readonly<Record<string, SQLiteValue>>;

/** A table, and what SQL of the file itself reading it takes. */
export interface SqliteTable extends SourceTable {
  /** Whether it is a view or a virtual table, every row of which is made by SQL of the file; else the columns whose values are. */
  readonly ownSql: true | ReadonlySet<string>;
}

/**
 * The tables of a database as it declares them. Views and virtual tables that SQLite cannot make sense of are unreadable: what they are is asked
 * where that can be stopped.
 */
export async function sqliteTables(database: Database, own: OwnSql): Promise<SqliteTable[]> {
  const listed = listTables(database);
  const names = new Map(listed.map(({ name }) => [name.toLowerCase(), name]));
  const tables = listed.filter(({ kind }) => kind === 'table');
  const keys = new Map(tables.map(({ name }) => [name, primaryKey(database, name)]));
  const found: SqliteTable[] = [];
  let tooSlow: string | undefined;
  for (const { name, kind } of listed) {
    if (kind !== 'table') {
      const table = await derivedTable(own, name, kind, tooSlow);
      if (table.isSlow) tooSlow = `not looked at, since ${name} takes too long`;
      found.push(table.found);
      continue;
    }
    const columns = all(database, COLUMNS, name);
    found.push({
      ...{ name, columns: columns.map(columnOf), primaryKey: keys.get(name)! },
      foreignKeys: foreignKeys(database, name, names, keys),
      // 2 are generated anew whenever they are read; 3 are stored.
      ownSql: new Set(columns.filter(({ hidden }) => Number(hidden) === 2).map((column) => String(column.name))),
    });
  }
  return found;
}

/** A view of tables that are not there any more, or a table of a module that is not loaded, is no damage of the file. */
async function derivedTable(
  own: OwnSql,
  name: string,
  derived: string,
  tooSlow: string | undefined,
): Promise<{ readonly found: SqliteTable; readonly isSlow: boolean }> {
  const rest = { name, foreignKeys: [], derived, ownSql: true } as const;
  const unreadable = (why: string) => ({ ...rest, columns: [], primaryKey: [], unreadable: `${derived}${why}` });
  if (tooSlow !== undefined) return { found: unreadable(`: ${tooSlow}`), isSlow: false };
  try {
    const columns = (await own.all(COLUMNS, [name])) as Row[];
    return { found: { ...rest, columns: columns.map(columnOf), primaryKey: keyOf(columns) }, isSlow: false };
  } catch (cause) {
    const { message } = cause as Error;
    if (isHeteroGraphError(cause) ? cause.code !== 'QUERY_FAILED' : DAMAGE.test(message)) throw cause;
    return { found: unreadable(` that cannot be read: ${message}`), isSlow: isHeteroGraphError(cause) };
  }
}

// 1 are columns of virtual tables that do not show.
const COLUMNS = 'SELECT name, type, hidden, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid';

function columnOf({ name, type }: Row): SourceColumn {
  return { name: String(name), type: String(type ?? ''), ...kindOf(String(type ?? '')) };
}

function keyOf(columns: readonly Row[]): string[] {
  const keys = columns.filter(({ pk }) => Number(pk) > 0).sort((a, b) => Number(a.pk) - Number(b.pk));
  return keys.map(({ name }) => String(name));
}

function primaryKey(database: Database, table: string): string[] {
  return keyOf(all(database, COLUMNS, table));
}

function foreignKeys(
  database: Database,
  table: string,
  names: ReadonlyMap<string, string>,
  keys: ReadonlyMap<string, readonly string[]>,
): SourceKey[] {
  const found = new Map<string, { table: string; columns: string[]; to: (string | undefined)[] }>();
  const rows = all(
    database,
    'SELECT id, "table" AS parent, "from" AS own, "to" AS theirs FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq',
    table,
  );
  for (const { id, parent, own, theirs } of rows) {
    const known = names.get(String(parent).toLowerCase()) ?? String(parent);
    const key = found.get(String(id)) ?? { table: known, columns: [], to: [] };
    found.set(String(id), key);
    key.columns.push(String(own));
    key.to.push(theirs === null ? undefined : String(theirs));
  }
  // Where no column is named, the primary key is meant.
  return [...found.values()].map(({ to, ...key }) => ({
    ...key,
    to: to.map((column, i) => column ?? keys.get(key.table)?.[i] ?? ''),
  }));
}

function all(database: Database, sql: string, table?: string): Row[] {
  return database.all(sql, table === undefined ? undefined : [table]) as Row[];
}
