import { expectMembers, loadPackage, throwIfAborted } from '../../../core/index.js';
import { asked } from '../base/asked.js';
import { decimalText } from '../base/cell-text.js';
import { checkServerOptions } from '../base/check-server-options.js';
import { quoted } from '../base/quote.js';
import { ResumingSource } from '../base/resuming-source.js';
import type { ServerSourceOptions, Session } from '../base/session.js';
import { sqlError, withoutPassword } from '../base/sql-error.js';
import { columnsOf } from '../base/sql-rows.js';
import type { PlacedTable } from '../base/sql-tables.js';
import {
  BATCH_ROWS,
  type CellBatch,
  type SourceColumn,
  type SourceRowsOptions,
  type TableSource,
} from '../base/table-source.js';
import { borrowSession } from './borrow-session.js';
import { mysqlTables } from './mysql-tables.js';

/** What is called of a connection that `createConnection` of `mysql2` makes (not of `mysql2/promise`). Nothing else may use it meanwhile. */
export interface MysqlConnection {
  query(options: object): { stream(options?: object): MysqlStream };
  on(event: 'error' | 'end', listener: (cause?: unknown) => void): unknown;
  off(event: 'error' | 'end', listener: (cause?: unknown) => void): unknown;
}

/** Rows as they come. */
export interface MysqlStream extends AsyncIterable<unknown> {
  destroy(cause?: Error): unknown;
}

type Row = readonly (string | null)[];

/**
 * The tables of a MySQL or MariaDB database, all as they were at one moment: they are read in one transaction that may write nothing, as a
 * stream.
 *
 * @param from an address such as `mysql://user@host/database`, for which the npm package `mysql2` is needed (the password may stand in
 *   MYSQL_PWD), or a connection of `mysql2` of your own, in no transaction, which stays open and is left as it was
 * @param options how often a connection that is lost is made again; one of your own is not
 * @throws {HeteroGraphError} CONNECTION_FAILED, QUERY_FAILED; NEEDS_PACKAGE; INVALID_OPTION, also of a connection within a transaction; reading rows
 *   CONNECTION_LOST, SOURCE_CHANGED, DISPOSED
 */
export async function mysqlSource(
  from: string | MysqlConnection,
  options: ServerSourceOptions = {},
): Promise<TableSource> {
  const { retries } = checkServerOptions(options);
  if (typeof from === 'string') return ResumingSource.at(from, retries, connected);
  expectMembers(from, 'connection', { query: 'function', on: 'function', off: 'function' });
  const name = 'the MySQL database';
  return new ResumingSource(name, await sessionOf(name, from, undefined), 0);
}

async function connected(address: string): Promise<Session> {
  const { default: mysql } = await loadPackage<{ default: typeof import('mysql2') }>('mysql2', 'MySQL is read');
  const name = withoutPassword(address);
  const uri = address.replace(/^mariadb:/i, 'mysql:');
  const password = process.env.MYSQL_PWD;
  try {
    const isGiven = new URL(uri).password !== '';
    const connection = mysql.createConnection({
      ...{ uri, keepAliveInitialDelay: 10_000 },
      ...(isGiven || !password ? {} : { password }),
    });
    return await sessionOf(name, connection as unknown as MysqlConnection, () => connection.destroy());
  } catch (cause) {
    throw sqlError(cause, name);
  }
}

async function sessionOf(name: string, connection: MysqlConnection, end: (() => void) | undefined): Promise<Session> {
  let failure: Error | undefined;
  let current: MysqlStream | undefined;
  // A stream does not hear of a connection that is lost.
  const lose = (cause: unknown) => {
    failure ??= cause instanceof Error ? cause : new Error('The connection was closed.');
    current?.destroy(failure);
  };
  connection.on('error', lose);
  connection.on('end', lose);
  const typeCast = (field: { string(): string | null }) => field.string();
  const stream = (sql: string) => {
    if (failure) throw failure;
    current = connection.query({ sql, rowsAsArray: true, typeCast }).stream({ highWaterMark: 1024 });
    return current as AsyncIterable<Row>;
  };
  const ask = async (sql: string): Promise<Row[]> => {
    const rows: Row[] = [];
    try {
      for await (const row of stream(sql)) rows.push(row);
    } catch (cause) {
      throw sqlError(cause, name);
    }
    return rows;
  };
  let isOpen = true;
  let restore = async () => {};
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await restore().catch(() => {});
    // Of a connection that is ended here the listeners stay: its last error would be thrown otherwise.
    if (end) return end();
    connection.off('error', lose);
    connection.off('end', lose);
  };
  let found: readonly PlacedTable[];
  try {
    restore = await borrowSession(name, ask);
    found = await mysqlTables(name, ask);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    tables: found,
    // What is seen has no name here.
    moment: undefined,
    rows: (table, columns, options) => rows(name, stream, found, table, columns, options),
    close,
  };
}

async function* rows(
  name: string,
  stream: (sql: string) => AsyncIterable<Row>,
  tables: readonly PlacedTable[],
  table: string,
  columns: readonly string[],
  options: SourceRowsOptions,
): AsyncGenerator<CellBatch> {
  const { known, wanted, limit } = asked(name, tables, table, columns, options);
  const { batchRows = BATCH_ROWS, signal } = options;
  const cells = wanted.map(({ name: column, kind, type }) =>
    kind === 'boolean' || /^bit/.test(type) ? `${quoted(column, '`')} + 0` : quoted(column, '`'),
  );
  const sql = `SELECT ${cells.join(', ') || '1'} FROM ${quoted(known.table, '`')}${limit}`;
  let batch: Row[] = [];
  try {
    for await (const row of stream(sql)) {
      batch.push(wanted.map((column, at) => plainCell(row[at] ?? null, column)));
      if (batch.length < batchRows) continue;
      yield columnsOf(batch, columns.length);
      batch = [];
      throwIfAborted(signal);
    }
  } catch (cause) {
    throw sqlError(cause, name);
  }
  if (batch.length > 0) yield columnsOf(batch, columns.length);
}

/** Texts of MySQL as other sources write the same values. */
function plainCell(text: string | null, { kind, type }: SourceColumn): string | null {
  if (text === null) return null;
  if (kind === 'date') return text.replace(/ 00:00:00(\.0+)?$/, '');
  if (kind !== 'number') return text;
  return /^(double|float|real)/.test(type) ? String(Number(text)) : decimalText(text);
}
