import type { Database, SQLiteValue } from 'node-sqlite3-wasm';
import * as z from 'zod/mini';
import {
  checkOptions,
  expectArgument,
  HeteroGraphError,
  option,
  throwIfAborted,
  YieldTimer,
} from '../../../core/index.js';
import { checkTable } from '../base/check-table.js';
import { quoted } from '../base/quote.js';
import { BATCH_ROWS, type CellBatch, type SourceRowsOptions, type TableSource } from '../base/table-source.js';
import { openSqliteFile } from './open-file.js';
import { OwnSql } from './own-sql.js';
import { sqliteError } from './sqlite-error.js';
import { type SqliteTable, sqliteTables } from './sqlite-tables.js';

/**
 * The tables of an SQLite file, which is read in place and never written to; needs no SQLite on the machine. Declared keys and types are used;
 * rows may be of other types than their columns, as SQLite allows.
 *
 * SQL that stands in the file itself runs for a limited time.
 *
 * @param path of the file, whatever its ending
 * @example
 * const source = await sqliteSource('shop.sqlite');
 * const { mapping } = await guessMapping(source);
 * const { graph } = await openTables(source, mapping);
 * await source.close();
 * @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE; INVALID_UTF8 where its texts are in UTF-16; NEEDS_PACKAGE
 */
export async function sqliteSource(path: string, options: SqliteSourceOptions = {}): Promise<TableSource> {
  expectArgument(path, 'text', 'path');
  checkOptions(optionsSchema, options);
  const file = await openSqliteFile(path);
  const { database } = file;
  const own = new OwnSql(path, options.ownSqlSeconds ?? 30);
  let tables: Promise<readonly SqliteTable[]> | undefined;
  const list = () => {
    tables ??= sqliteTables(database, own).catch((cause: unknown) => {
      throw sqliteError(cause, path);
    });
    return tables;
  };
  return {
    name: path,
    tables: list,
    async *rows(table, columns, options = {}) {
      const { ownSql } = checkTable({ name: path }, await list(), table, columns, options);
      const isOwn = ownSql === true || columns.some((column) => ownSql.has(column));
      yield* batches(isOwn ? own : plainSql(database), { file: path, table, isOwn }, columns, options);
      await file.checkUnchanged();
    },
    close: async () => {
      await own.close();
      await file.close();
    },
  };
}

/** How an SQLite file is read. */
export interface SqliteSourceOptions {
  /**
   * Seconds that SQL which stands in the file itself may take for a table, default 30: that of views, virtual tables and generated columns that are
   * not stored. A file of somebody else may hold some that never ends.
   */
  readonly ownSqlSeconds?: number;
}

const optionsSchema = z.strictObject({ ownSqlSeconds: z.optional(option.positive) });

/** What runs a statement and gives its rows in pieces. */
type RunSql = Pick<OwnSql, 'rows'>;

function plainSql(database: Database): RunSql {
  return {
    async *rows(sql, values, numRows, { signal }) {
      const timer = new YieldTimer(signal);
      const statement = database.prepare(sql);
      try {
        let rows: Row[] = [];
        for (const row of statement.iterate([...values])) {
          if (rows.push(row as Row) < numRows) continue;
          yield rows;
          rows = [];
          throwIfAborted(signal);
          if (timer.isDue()) await timer.yieldNow();
        }
        if (rows.length > 0) yield rows;
      } finally {
        statement.finalize();
      }
    },
  };
}

type Row = Readonly<Record<string, SQLiteValue>>;

/**
 * A text comes as its bytes, since this build of SQLite cuts texts at a NUL and hides bad encodings; bytes come as a text, so that they are
 * not copied.
 */
function cellSql(column: string, at: number): string {
  const name = quoted(column);
  return `CASE typeof(${name}) WHEN 'text' THEN CAST(${name} AS BLOB) WHEN 'blob' THEN '' ELSE ${name} END AS c${at}`;
}

async function* batches(
  source: RunSql,
  { file, table, isOwn }: { readonly file: string; readonly table: string; readonly isOwn: boolean },
  columns: readonly string[],
  { signal, batchRows = BATCH_ROWS, maxRows = -1 }: SourceRowsOptions,
): AsyncGenerator<CellBatch> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const cells = columns.length > 0 ? columns.map(cellSql).join(', ') : '1 AS c0';
  const sql = `SELECT ${cells} FROM ${quoted(table)} LIMIT ?`;
  const limit = maxRows === Number.POSITIVE_INFINITY ? -1 : maxRows;
  let numBefore = 0;
  try {
    for await (const rows of source.rows(sql, [limit], batchRows, signal ? { signal } : {})) {
      const values = columns.map((column, at) =>
        rows.map((row, i) => {
          const cell = row[`c${at}`];
          if (typeof cell === 'string') return NO_BYTES;
          if (!(cell instanceof Uint8Array)) return cell;
          try {
            return decoder.decode(cell);
          } catch (cause) {
            throw new HeteroGraphError('INVALID_UTF8', 'A text is no valid UTF-8.', {
              ...{ file: `${file}, table ${table}`, row: numBefore + i + 1, column },
              hint: 'Write it anew in UTF-8, or leave the column out of the mapping.',
              cause,
            });
          }
        }),
      );
      yield { numRows: rows.length, columns: values };
      numBefore += rows.length;
    }
  } catch (cause) {
    throw sqliteError(cause, file, isOwn);
  }
}

const NO_BYTES = new Uint8Array(0);
