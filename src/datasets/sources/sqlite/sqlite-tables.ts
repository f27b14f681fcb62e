import type { Database, SQLiteValue } from 'node-sqlite3-wasm';
import { kindOf } from '../base/declared-kind.js';
import type { SourceColumn, SourceKey, SourceTable } from '../base/table-source.js';

type Row = Readonly<Record<string, SQLiteValue>>;

/** Tables that SQLite keeps for itself, or that a table of another kind is made of. */
const INTERNAL = "type = 'shadow' OR name LIKE 'sqlite\\_%' ESCAPE '\\'";

/** The tables of a database as it declares them. Views and virtual tables that SQLite cannot make sense of are unreadable. */
export function sqliteTables(database: Database): SourceTable[] {
  const listed = all(
    database,
    `SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND NOT (${INTERNAL}) ORDER BY name`,
  ).map(({ name, type }) => ({ name: String(name), type: String(type) }));
  const names = new Map(listed.map(({ name }) => [name.toLowerCase(), name]));
  const tables = listed.filter(({ type }) => type === 'table');
  const keys = new Map(tables.map(({ name }) => [name, primaryKey(database, name)]));
  return listed.map(({ name, type }): SourceTable => {
    if (type !== 'table') return derivedTable(database, name, type === 'view' ? 'a view' : 'a virtual table');
    const foreign = foreignKeys(database, name, names, keys);
    return { name, columns: columnsOf(database, name), primaryKey: keys.get(name)!, foreignKeys: foreign };
  });
}

/** A view of tables that are not there any more, or a table of a module that is not loaded, is no damage of the file. */
function derivedTable(database: Database, name: string, derived: string): SourceTable {
  const noKeys = { foreignKeys: [], derived };
  try {
    return { name, columns: columnsOf(database, name), primaryKey: primaryKey(database, name), ...noKeys };
  } catch (cause) {
    const { message } = cause as Error;
    if (/malformed|not a database|disk|memory/i.test(message)) throw cause;
    return { name, columns: [], primaryKey: [], ...noKeys, unreadable: `${derived} that cannot be read: ${message}` };
  }
}

function columnsOf(database: Database, table: string): SourceColumn[] {
  // 1 are columns of virtual tables that do not show; 2 and 3 are generated.
  return all(database, 'SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid', table).map(
    ({ name, type }) => ({ name: String(name), type: String(type ?? ''), ...kindOf(String(type ?? '')) }),
  );
}

function primaryKey(database: Database, table: string): string[] {
  const rows = all(database, 'SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk', table);
  return rows.map(({ name }) => String(name));
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
