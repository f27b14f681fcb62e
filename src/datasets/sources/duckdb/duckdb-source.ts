import { expectArgument, expectMembers, loadPackage, nodeModule, throwIfAborted } from '../../../core/index.js';
import { readError } from '../../../files/index.js';
import { asked } from '../base/asked.js';
import { decimalText } from '../base/cell-text.js';
import { kindOf } from '../base/declared-kind.js';
import { quoted } from '../base/quote.js';
import { sqlError } from '../base/sql-error.js';
import { type PlacedTable, tablesOf } from '../base/sql-tables.js';
import type { CellBatch, SourceColumn, SourceRowsOptions, TableSource } from '../base/table-source.js';

const { access } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');

/** What is called of a connection of `@duckdb/node-api`. */
export interface DuckdbConnection {
  stream(sql: string): Promise<{
    fetchChunk(): Promise<{
      readonly rowCount: number;
      getColumnValues(column: number): readonly unknown[];
    } | null>;
  }>;
}

/**
 * The tables of a DuckDB database.
 *
 * @param from path of a file, perhaps with `duckdb:` before it, for which the npm package `@duckdb/node-api` is needed and which is opened for reading
 *   alone; or a connection of your own, which stays open
 * @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE; QUERY_FAILED; NEEDS_PACKAGE; INVALID_OPTION
 */
export async function duckdbSource(from: string | DuckdbConnection): Promise<TableSource> {
  if (typeof from === 'string') return opened(from.replace(/^duckdb:(\/\/)?/i, ''));
  expectMembers(from, 'connection', { stream: 'function' });
  return sourceOf('the DuckDB database', from, () => {});
}

async function opened(path: string): Promise<TableSource> {
  expectArgument(path, 'text', 'path');
  await access(path).catch((cause: unknown) => {
    throw readError(cause, path);
  });
  const { DuckDBInstance } = await loadPackage<typeof import('@duckdb/node-api')>('@duckdb/node-api', 'DuckDB is read');
  const held: { closeSync(): void }[] = [];
  const end = () => {
    for (const each of held.splice(0).reverse()) each.closeSync();
  };
  try {
    const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY', enable_external_access: 'false' });
    held.push(instance);
    const connection = await instance.connect();
    held.push(connection);
    return await sourceOf(path, connection as unknown as DuckdbConnection, end);
  } catch (cause) {
    end();
    throw sqlError(cause, path);
  }
}

const TABLES = `
  SELECT schema_name, table_name, NULL FROM duckdb_tables() WHERE NOT internal AND NOT temporary AND database_name = current_database()
  UNION ALL
  SELECT schema_name, view_name, 'a view' FROM duckdb_views() WHERE NOT internal AND NOT temporary AND database_name = current_database()
  ORDER BY 1, 2`;
const COLUMNS = `
  SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
  WHERE NOT internal AND database_name = current_database() ORDER BY schema_name, table_name, column_index`;
const KEYS = `
  SELECT constraint_type, schema_name, table_name, constraint_index::VARCHAR, constraint_column_names[place], referenced_table,
    referenced_column_names[place]
  FROM (
    SELECT *, unnest(range(1, len(constraint_column_names) + 1)) AS place FROM duckdb_constraints()
    WHERE database_name = current_database() AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY')
  ) ORDER BY table_oid, constraint_index, place`;

async function sourceOf(name: string, connection: DuckdbConnection, end: () => void): Promise<TableSource> {
  const ask = async (sql: string): Promise<(string | null)[][]> => {
    const rows: (string | null)[][] = [];
    for await (const { numRows, columns } of chunks(name, connection, sql, undefined))
      for (let row = 0; row < numRows; row++) rows.push(columns.map((cells) => cells[row] as string | null));
    return rows;
  };
  const tables = await tablesOfDuckdb(name, ask);
  let isOpen = true;
  return {
    name,
    tables: async () => tables,
    rows: (table, columns, options = {}) => rows(name, connection, tables, table, columns, options),
    close: async () => {
      if (isOpen) end();
      isOpen = false;
    },
  };
}

async function tablesOfDuckdb(
  source: string,
  ask: (sql: string) => Promise<(string | null)[][]>,
): Promise<PlacedTable[]> {
  const keys = (await ask(KEYS)).map(([kind, schema, table, key, column, toTable, toColumn]) => ({
    ...{ kind, schema: schema!, table: table!, key: key!, column: column! },
    // Keys to tables of other schemas are not possible.
    ...{ toSchema: schema!, toTable: toTable ?? '', toColumn: toColumn ?? '' },
  }));
  const [[defaultSchema] = ['main']] = await ask('SELECT current_schema()');
  return tablesOf({
    source,
    defaultSchema: defaultSchema ?? 'main',
    tables: (await ask(TABLES)).map(([schema, table, derived]) => ({
      ...{ schema: schema!, table: table! },
      ...(derived ? { derived } : {}),
    })),
    columns: (await ask(COLUMNS)).map(([schema, table, name, type]) => ({
      ...{ schema: schema!, table: table! },
      column: { name: name!, type: type!, ...(hasParts(type!) ? {} : kindOf(type!)) },
    })),
    primary: keys.filter(({ kind }) => kind === 'PRIMARY KEY'),
    foreign: keys.filter(({ kind }) => kind === 'FOREIGN KEY'),
  });
}

function hasParts(type: string): boolean {
  return /^(STRUCT|MAP|UNION)\b|\[\d*\]$/.test(type);
}

async function* rows(
  name: string,
  connection: DuckdbConnection,
  tables: readonly PlacedTable[],
  table: string,
  columns: readonly string[],
  options: SourceRowsOptions,
): AsyncGenerator<CellBatch> {
  const { known, wanted, limit } = asked(name, tables, table, columns, options);
  const { signal } = options;
  const cells = wanted.map(({ name: column, type }) =>
    hasParts(type) ? `CAST(to_json(${quoted(column)}) AS VARCHAR)` : `CAST(${quoted(column)} AS VARCHAR)`,
  );
  const sql = `SELECT ${cells.join(', ') || '1'} FROM ${quoted(known.schema)}.${quoted(known.table)}${limit}`;
  for await (const batch of chunks(name, connection, sql, signal)) {
    const plain = wanted.map((column, at) =>
      Array.from(batch.columns[at]!, (cell) => plainCell(cell as string | null, column)),
    );
    yield { numRows: batch.numRows, columns: plain };
  }
}

async function* chunks(
  name: string,
  connection: DuckdbConnection,
  sql: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<CellBatch> {
  try {
    const result = await connection.stream(sql);
    for (;;) {
      throwIfAborted(signal);
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return;
      const numColumns = (chunk as { columnCount?: number }).columnCount ?? 0;
      const columns = Array.from({ length: numColumns }, (_, at) => chunk.getColumnValues(at));
      yield { numRows: chunk.rowCount, columns };
    }
  } catch (cause) {
    throw sqlError(cause, name);
  }
}

/** Texts of DuckDB as other sources write the same values. */
function plainCell(text: string | null, { kind, type }: SourceColumn): string | null {
  if (text === null) return null;
  if (kind === 'date') return text.replace(/ 00:00:00$/, '');
  if (kind !== 'number') return text;
  return /^(DOUBLE|FLOAT|REAL)/.test(type) ? (text === 'nan' ? null : String(Number(text))) : decimalText(text);
}
