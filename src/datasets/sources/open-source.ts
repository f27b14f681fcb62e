import { expectArgument, HeteroGraphError, nodeModule } from '../../core/index.js';
import { readError } from '../../files/index.js';
import { arrowSource } from './arrow-source.js';
import type { TableSource } from './base/table-source.js';
import { isColumnFile } from './column-files.js';
import { duckdbSource } from './duckdb/duckdb-source.js';
import { mysqlSource } from './mysql/mysql-source.js';
import { parquetSource } from './parquet/parquet-source.js';
import { postgresSource } from './postgres/postgres-source.js';
import { sqliteSource } from './sqlite/sqlite-source.js';

const { resolve } = nodeModule<typeof import('node:path')>('node:path');
const { closeSync, openSync, readSync, statSync } = nodeModule<typeof import('node:fs')>('node:fs');

/** Whether a text is the address of a database, not a path. */
export function isAddress(path: string): boolean {
  return /^(postgres(ql)?|mysql|mariadb|duckdb):/i.test(path);
}

/** A path, or the address of a file, from wherever it is opened; the address of a server as it is. */
export function absolutePath(path: string): string {
  const file = /^duckdb:(?:\/\/)?(.*)$/is.exec(path)?.[1];
  if (file !== undefined) return `duckdb:${resolve(file)}`;
  return isAddress(path) ? path : resolve(path);
}

/** Whether a path is an address or a file that holds tables. @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE */
export function isDatabase(path: string): boolean {
  return isAddress(path) || openerOf(path) !== undefined;
}

/** What opens an address or a file, by its first bytes; undefined where nothing does. */
function openerOf(path: string): (() => Promise<TableSource>) | undefined {
  if (/^postgres(ql)?:/i.test(path)) return () => postgresSource(path);
  if (/^(mysql|mariadb):/i.test(path)) return () => mysqlSource(path);
  if (/^duckdb:/i.test(path)) return () => duckdbSource(path);
  const bytes = firstBytes(path);
  if (bytes?.startsWith('SQLite format 3\0')) return () => sqliteSource(path);
  if (bytes?.startsWith('PAR1')) return () => parquetSource(path);
  if (bytes?.startsWith('DUCK', 8)) return () => duckdbSource(path);
  return bytes !== undefined && isColumnFile(path) ? () => arrowSource(path) : undefined;
}

/**
 * Opens the tables of a database: a file of SQLite, DuckDB or Parquet, whatever its ending, or of Arrow; or a server.
 *
 * @param address path of the file, or such as `postgres://user@host/database`, `mysql://user@host/database`, `duckdb:shop.duckdb`
 * @throws {HeteroGraphError} UNKNOWN_FORMAT where it is none of these; FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE; CONNECTION_FAILED, QUERY_FAILED;
 *   NEEDS_PACKAGE
 */
export async function openSource(address: string): Promise<TableSource> {
  expectArgument(address, 'text', 'address');
  const opener = openerOf(address);
  if (opener) return opener();
  throw new HeteroGraphError('UNKNOWN_FORMAT', 'That is no database.', {
    file: address,
    hint: 'Give a file of SQLite, DuckDB, Parquet or Arrow, or an address that begins with postgres:, mysql: or duckdb:.',
  });
}

/** The first bytes of a file, each as a character; undefined of a folder. @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE */
function firstBytes(path: string): string | undefined {
  const bytes = Buffer.alloc(16);
  try {
    // Opening a pipe would wait for somebody to write to it.
    if (!statSync(path).isFile()) return undefined;
    const file = openSync(path, 'r');
    try {
      return bytes.toString('latin1', 0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw readError(cause, path);
  }
}
