import { expectMembers, loadPackage } from '../../../core/index.js';
import { asked } from '../base/asked.js';
import { decimalText } from '../base/cell-text.js';
import { checkServerOptions } from '../base/check-server-options.js';
import { quoted } from '../base/quote.js';
import { ResumingSource } from '../base/resuming-source.js';
import type { ServerSourceOptions, Session } from '../base/session.js';
import { sqlError, withoutPassword } from '../base/sql-error.js';
import { fetched } from '../base/sql-rows.js';
import {
  BATCH_ROWS,
  type CellBatch,
  type SourceColumn,
  type SourceRowsOptions,
  type TableSource,
} from '../base/table-source.js';
import { type PostgresColumns, postgresTables } from './postgres-tables.js';
import { refuseTransaction } from './refuse-transaction.js';

/** What is called of a connection: a `Client` of `pg`, or a `PGlite`. Nothing else may use it meanwhile. */
export interface PostgresClient {
  query(sql: string): Promise<{ readonly rows: readonly object[] }>;
}

/**
 * The tables of a PostgreSQL database, all as they were at one moment: they are read in one transaction that may write nothing, by a cursor, so that
 * memory does not grow with the rows.
 *
 * @param from an address such as `postgres://user@host/database`, for which the npm package `pg` is needed (the password may stand in PGPASSWORD),
 *   or a connected client of `pg` or PGlite of your own, in no transaction, which stays open and is left as it was
 * @param options how often a connection that is lost is made again; one of your own is not
 * @example
 * const source = await postgresSource('postgres://reader@localhost/shop');
 * @throws {HeteroGraphError} CONNECTION_FAILED, QUERY_FAILED; NEEDS_PACKAGE; INVALID_OPTION, also of a client within a transaction; reading rows
 *   CONNECTION_LOST, SOURCE_CHANGED, DISPOSED
 */
export async function postgresSource(
  from: string | PostgresClient,
  options: ServerSourceOptions = {},
): Promise<TableSource> {
  const { retries } = checkServerOptions(options);
  if (typeof from === 'string') return ResumingSource.at(from, retries, connected);
  expectMembers(from, 'client', { query: 'function' });
  const name = 'the PostgreSQL database';
  await refuseTransaction(name, from);
  return new ResumingSource(name, await sessionOf(name, from, async () => {}), 0);
}

async function connected(address: string): Promise<Session> {
  const { default: pg } = await loadPackage<typeof import('pg')>('pg', 'PostgreSQL is read');
  const name = withoutPassword(address);
  try {
    const client = new pg.Client({
      ...{ connectionString: address, connectionTimeoutMillis: 30_000 },
      ...{ keepAlive: true, keepAliveInitialDelayMillis: 10_000 },
    });
    // A connection that is lost says so to the call that waits for it, too.
    client.on('error', () => {});
    await client.connect();
    return await sessionOf(name, client as unknown as PostgresClient, () => client.end());
  } catch (cause) {
    throw sqlError(cause, name);
  }
}

async function sessionOf(name: string, client: PostgresClient, end: () => Promise<void>): Promise<Session> {
  const ask = async (sql: string): Promise<readonly Record<string, string | null>[]> => {
    try {
      return (await client.query(sql)).rows as readonly Record<string, string | null>[];
    } catch (cause) {
      throw sqlError(cause, name);
    }
  };
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await ask('ROLLBACK').catch(() => {});
    await end().catch(() => {});
  };
  let found: PostgresColumns;
  let moment: string | undefined;
  try {
    await ask('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await ask("SET LOCAL datestyle = 'ISO'");
    await ask("SET LOCAL timezone = 'UTC'");
    await ask('SET LOCAL extra_float_digits = 1');
    // Rows come in the same order whenever they are read.
    await ask('SET LOCAL synchronize_seqscans = off');
    [{ moment = undefined } = {}] = (await ask('SELECT txid_current_snapshot()::text AS moment')) as [
      { moment?: string },
    ];
    found = await postgresTables(name, ask);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    tables: found.tables,
    moment,
    rows: (table, columns, options) => rows(name, ask, found, table, columns, options),
    close,
  };
}

async function* rows(
  name: string,
  ask: (sql: string) => Promise<readonly Record<string, string | null>[]>,
  { tables, asJson }: PostgresColumns,
  table: string,
  columns: readonly string[],
  options: SourceRowsOptions,
): AsyncGenerator<CellBatch> {
  const { known, wanted, limit } = asked(name, tables, table, columns, options);
  const { batchRows = BATCH_ROWS, signal } = options;
  const json = asJson.get(table)!;
  const cells = wanted.map((column, at) => {
    const text = json.has(column.name) ? `to_json(${quoted(column.name)})::text` : `${quoted(column.name)}::text`;
    return `${text} AS c${at}`;
  });
  const from = `${quoted(known.schema)}.${quoted(known.table)}`;
  const list = cells.length > 0 ? cells.join(', ') : '1 AS c0';
  await ask(`DECLARE heterograph NO SCROLL CURSOR FOR SELECT ${list} FROM ${from}${limit}`);
  let isDone = false;
  try {
    const fetch = async () => {
      const found = await ask(`FETCH ${Math.floor(batchRows)} FROM heterograph`);
      return found.map((row) => wanted.map((column, at) => plainCell(row[`c${at}`] ?? null, column)));
    };
    yield* fetched(fetch, columns.length, { ...(signal ? { signal } : {}) });
    isDone = true;
  } finally {
    // After an error of the server the transaction is over, and so is the cursor.
    await ask('CLOSE heterograph').catch((error: unknown) => {
      if (isDone) throw error;
    });
  }
}

/** Texts of PostgreSQL as other sources write the same values. */
function plainCell(text: string | null, { kind, type }: SourceColumn): string | null {
  if (text === null) return null;
  if (kind === 'boolean') return text === 't' ? 'true' : text === 'f' ? 'false' : text;
  if (kind === 'date') return text.replace(/ 00:00:00$/, '');
  if (kind !== 'number') return text;
  return /^(real|double|float)/.test(type) ? floatText(text) : decimalText(text);
}

function floatText(text: string): string | null {
  return text === 'NaN' ? null : String(Number(text));
}
