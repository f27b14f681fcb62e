import { expectMembers, HeteroGraphError, throwIfAborted, wrongArgument } from '../../core/index.js';
import type { DuckdbConnection, PostgresClient } from '../../datasets/index.js';
import { refuseTransaction, sqlError } from '../../datasets/internal.js';

/**
 * Where queries run: a connection of `@duckdb/node-api`, a connected client of `pg` or PGlite, in no transaction; or, for any engine, a function that runs one
 * query and gives its rows by the names of their columns.
 */
export type SqlEngine = DuckdbConnection | PostgresClient | ((sql: string) => Promise<readonly object[]>);

/** Rows of an answer: of each wanted column its cells. */
export type Cells = readonly (readonly unknown[])[];

/** Runs queries of which all see the database as it was when the first one was asked, where the engine has transactions. */
export interface OpenEngine {
  ask(sql: string, columns: readonly string[]): Promise<Cells>;
  close(): Promise<void>;
}

/** @throws {HeteroGraphError} INVALID_OPTION where it is none, or within a transaction; CONNECTION_FAILED, QUERY_FAILED, ABORTED */
export async function openEngine(engine: SqlEngine, signal?: AbortSignal): Promise<OpenEngine> {
  if (typeof engine === 'function') {
    return { ask: async (sql, columns) => cellsOf(await guarded(() => engine(sql)), columns), close: async () => {} };
  }
  if (typeof engine !== 'object' || engine === null)
    throw wrongArgument(engine, 'engine', 'a connection of DuckDB, a client of Postgres, or a function that runs SQL');
  if ('stream' in engine) {
    expectMembers(engine, 'engine', { stream: 'function' });
    throwIfAborted(signal);
    // Not stopped in between: who reads on then would find a transaction open.
    await duckdbCells(engine, 'BEGIN TRANSACTION READ ONLY', 0);
    return {
      ask: (sql, columns) => duckdbCells(engine, sql, columns.length, signal),
      close: () => duckdbCells(engine, 'ROLLBACK', 0).then(() => {}),
    };
  }
  expectMembers(engine, 'engine', { query: 'function' });
  if ('totalCount' in engine)
    throw new HeteroGraphError('INVALID_OPTION', 'engine is a pool, whose queries go to one connection or another.', {
      ...{ column: 'engine', hint: 'Pass a client of it: await pool.connect(), and release it after.' },
    });
  await refuseTransaction(PLACE, engine);
  await guarded(() => engine.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'));
  return {
    ask: async (sql, columns) => cellsOf((await guarded(() => engine.query(sql))).rows, columns),
    close: () => guarded(() => engine.query('ROLLBACK')).then(() => {}),
  };
}

const PLACE = 'the database';

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw sqlError(cause, PLACE);
  }
}

async function duckdbCells(
  connection: DuckdbConnection,
  sql: string,
  numColumns: number,
  signal?: AbortSignal,
): Promise<Cells> {
  const cells: unknown[][] = Array.from({ length: numColumns }, () => []);
  const result = await guarded(() => connection.stream(sql));
  for (;;) {
    throwIfAborted(signal);
    const chunk = await guarded(() => result.fetchChunk());
    if (!chunk || chunk.rowCount === 0) return cells;
    for (const [at, own] of cells.entries()) for (const cell of chunk.getColumnValues(at)) own.push(cell);
  }
}

/** Engines fold the case of names. */
function cellsOf(rows: readonly object[], columns: readonly string[]): Cells {
  if (!Array.isArray(rows)) throw wrongArgument(rows, 'what engine gives', 'a list of rows');
  const names = Object.keys(rows[0] ?? {});
  return columns.map((column) => {
    const name = names.find((each) => each.toLowerCase() === column) ?? column;
    return rows.map((row) => (row as Record<string, unknown>)[name]);
  });
}
