import type { Database } from 'node-sqlite3-wasm';
import { expectArgument, HeteroGraphError, throwIfAborted, YieldTimer } from '../../../core/index.js';
import { checkTable } from '../base/check-table.js';
import { quoted } from '../base/quote.js';
import {
  BATCH_ROWS,
  type CellBatch,
  type SourceRowsOptions,
  type SourceTable,
  type TableSource,
} from '../base/table-source.js';
import { openSqliteFile } from './open-file.js';
import { sqliteError } from './sqlite-error.js';
import { sqliteTables } from './sqlite-tables.js';

/**
 * The tables of an SQLite file, which is read in place and never written to; needs no SQLite on the machine. Declared keys and types are used;
 * rows may be of other types than their columns, as SQLite allows.
 *
 * @param path of the file, whatever its ending
 * @example
 * const source = await sqliteSource('shop.sqlite');
 * const { mapping } = await guessMapping(source);
 * const { graph } = await openTables(source, mapping);
 * await source.close();
 * @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE; INVALID_UTF8 where its texts are in UTF-16; NEEDS_PACKAGE
 */
export async function sqliteSource(path: string): Promise<TableSource> {
  expectArgument(path, 'text', 'path');
  const file = await openSqliteFile(path);
  const { database } = file;
  let tables: readonly SourceTable[] | undefined;
  const list = (): readonly SourceTable[] => {
    try {
      tables ??= sqliteTables(database);
      return tables;
    } catch (cause) {
      throw sqliteError(cause, path);
    }
  };
  return {
    name: path,
    tables: async () => list(),
    async *rows(table, columns, options = {}) {
      checkTable({ name: path }, list(), table, columns, options);
      yield* batches(database, path, table, columns, options);
      await file.checkUnchanged();
    },
    close: () => file.close(),
  };
}

/**
 * A text comes as its bytes, since this build of SQLite cuts texts at a NUL and hides bad encodings; bytes come as a text, so that they are
 * not copied.
 */
function cellSql(column: string, at: number): string {
  const name = quoted(column);
  return `CASE typeof(${name}) WHEN 'text' THEN CAST(${name} AS BLOB) WHEN 'blob' THEN '' ELSE ${name} END AS c${at}`;
}

async function* batches(
  database: Database,
  file: string,
  table: string,
  columns: readonly string[],
  { signal, batchRows = BATCH_ROWS, maxRows = -1 }: SourceRowsOptions,
): AsyncGenerator<CellBatch> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const cells = columns.length > 0 ? columns.map(cellSql).join(', ') : '1 AS c0';
  const timer = new YieldTimer(signal);
  let numBefore = 0;
  let values: unknown[][] = columns.map(() => []);
  let numRows = 0;
  const read = (cell: unknown, at: number): unknown => {
    if (typeof cell === 'string') return NO_BYTES;
    if (!(cell instanceof Uint8Array)) return cell;
    try {
      return decoder.decode(cell);
    } catch (cause) {
      throw new HeteroGraphError('INVALID_UTF8', 'A text is no valid UTF-8.', {
        file: `${file}, table ${table}`,
        row: numBefore + numRows + 1,
        column: columns[at]!,
        hint: 'Write it anew in UTF-8, or leave the column out of the mapping.',
        cause,
      });
    }
  };
  try {
    const statement = database.prepare(`SELECT ${cells} FROM ${quoted(table)} LIMIT ?`);
    try {
      for (const row of statement.iterate([maxRows === Number.POSITIVE_INFINITY ? -1 : maxRows])) {
        for (let at = 0; at < columns.length; at++) values[at]!.push(read(row[`c${at}`], at));
        if (++numRows < batchRows) continue;
        yield { numRows, columns: values };
        numBefore += numRows;
        [values, numRows] = [columns.map(() => []), 0];
        throwIfAborted(signal);
        if (timer.isDue()) await timer.yieldNow();
      }
    } finally {
      statement.finalize();
    }
  } catch (cause) {
    throw sqliteError(cause, file);
  }
  if (numRows > 0) yield { numRows, columns: values };
}

const NO_BYTES = new Uint8Array(0);
