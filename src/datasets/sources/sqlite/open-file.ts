import type { Database } from 'node-sqlite3-wasm';
import { HeteroGraphError, loadPackage, nodeModule } from '../../../core/index.js';
import { readError } from '../../../files/index.js';
import { type PlacedFile, placeSqliteFile } from './place-file.js';
import { SETTINGS } from './settings.js';
import { sqliteError } from './sqlite-error.js';

const { open, stat } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');

/** An SQLite file that is open for reading. */
export interface SqliteFile {
  readonly database: Database;
  /** @throws {HeteroGraphError} FILE_UNREADABLE where somebody wrote to the file since it was opened */
  checkUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens an SQLite file for reading, through a link. Changes that other programs have in the log of the file (`-wal`) are seen; a transaction that
 * one of them left half done (`-journal`) is undone in a copy.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE; INVALID_UTF8 where all texts are in UTF-16; NEEDS_PACKAGE
 */
export async function openSqliteFile(path: string): Promise<SqliteFile> {
  const before = await stateOf(path);
  await checkHeader(path);
  const { default: sqlite } = await loadPackage<{ default: typeof import('node-sqlite3-wasm') }>(
    'node-sqlite3-wasm',
    'SQLite is read',
  );
  let database: Database | undefined;
  let placed: PlacedFile | undefined;
  const close = async () => {
    try {
      if (database?.isOpen) database.close();
    } finally {
      await placed?.remove();
    }
  };
  try {
    placed = await placeSqliteFile(path);
    database = new sqlite.Database(placed.file, { readOnly: !placed.isCopy, fileMustExist: true });
    for (const sql of SETTINGS) database.get(sql);
    database.get('SELECT count(*) FROM sqlite_schema');
  } catch (cause) {
    await close().catch(() => {});
    throw sqliteError(cause, path);
  }
  return { database, close, checkUnchanged: async () => refuseChange(path, before, await stateOf(path)) };
}

async function stateOf(path: string): Promise<string> {
  try {
    const [file, log] = [await stat(path), await stat(`${path}-wal`).catch(() => undefined)];
    return [file.size, file.mtimeMs, log?.size ?? 0, log?.mtimeMs ?? 0].join(' ');
  } catch (cause) {
    throw readError(cause, path);
  }
}

function refuseChange(file: string, before: string, after: string): void {
  if (before === after) return;
  throw new HeteroGraphError('FILE_UNREADABLE', 'Another program wrote to the database while it was read.', {
    file,
    hint: 'Read it again when nobody writes to it, or a copy of it (VACUUM INTO).',
  });
}

/** The build of SQLite that is used takes the texts of every file as UTF-8, those of the schema too. */
function refuseUtf16(encoding: number, file: string): void {
  if (encoding !== 2 && encoding !== 3) return;
  throw new HeteroGraphError(
    'INVALID_UTF8',
    `The texts of the database are in UTF-16${encoding === 2 ? 'le' : 'be'}.`,
    {
      file,
      hint: 'Write it anew in UTF-8: sqlite3 OLD .dump | sqlite3 NEW',
    },
  );
}

/** A file that was cut short is read as far as it goes without complaint otherwise. */
async function checkHeader(path: string): Promise<void> {
  const header = Buffer.alloc(100);
  let size: number;
  try {
    const file = await open(path);
    try {
      size = (await file.stat()).size;
      await file.read(header, 0, 100, 0);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw readError(cause, path);
  }
  refuseUtf16(header.readUInt32BE(56), path);
  const pageSize = header.readUInt16BE(16) === 1 ? 65536 : header.readUInt16BE(16);
  const isCurrent = header.readUInt32BE(24) === header.readUInt32BE(92);
  if (!isCurrent || header.readUInt32BE(28) * pageSize <= size) return;
  throw new HeteroGraphError('CORRUPT_FILE', 'The database is cut short: it has fewer pages than its header says.', {
    file: path,
    hint: 'Copy it again.',
  });
}
