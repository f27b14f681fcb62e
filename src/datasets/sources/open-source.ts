import { expectArgument, HeteroGraphError, nodeModule } from '../../core/index.js';
import { readError } from '../../files/index.js';
import { arrowSource } from './arrow-source.js';
import type { TableSource } from './base/table-source.js';
import { isColumnFile } from './column-files.js';
import { parquetSource } from './parquet/parquet-source.js';
import { postgresSource } from './postgres/postgres-source.js';
import { sqliteSource } from './sqlite/sqlite-source.js';

const { closeSync, fstatSync, openSync, readSync } = nodeModule<typeof import('node:fs')>('node:fs');

/** Whether a text is the address of a database, not a path. */
export function isAddress(path: string): boolean {
  return /^(postgres(ql)?|mysql|mariadb|duckdb):/i.test(path);
}

/** Whether a path is an address or a file that holds tables. @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE */
export function isDatabase(path: string): boolean {
  return isAddress(path) || openerOf(path) !== undefined;
}

/** What opens an address or a file, by its first bytes; undefined where nothing does. */
function openerOf(path: string): (() => Promise<TableSource>) | undefined {
  if (/^postgres(ql)?:/i.test(path)) return () => postgresSource(path);
  const bytes = firstBytes(path);
  if (bytes?.startsWith('SQLite format 3\0')) return () => sqliteSource(path);
  if (bytes?.startsWith('PAR1')) return () => parquetSource(path);
  return bytes !== undefined && isColumnFile(path) ? () => arrowSource(path) : undefined;
}

/**
 * Opens the tables of a database: an SQLite or a Parquet file, whatever its ending, or an Arrow file.
 *
 * @param address path of the file
 * @throws {HeteroGraphError} UNKNOWN_FORMAT where it is none of these; FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE; NEEDS_PACKAGE
 */
export async function openSource(address: string): Promise<TableSource> {
  expectArgument(address, 'text', 'address');
  const opener = openerOf(address);
  if (opener) return opener();
  throw new HeteroGraphError('UNKNOWN_FORMAT', 'That is no database.', {
    file: address,
    hint: 'Give an SQLite file, or files of Parquet or Arrow.',
  });
}

/** The first bytes of a file, each as a character; undefined of a folder. @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE */
function firstBytes(path: string): string | undefined {
  const bytes = Buffer.alloc(16);
  try {
    const file = openSync(path, 'r');
    try {
      return fstatSync(file).isFile() ? bytes.toString('latin1', 0, readSync(file, bytes)) : undefined;
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw readError(cause, path);
  }
}
