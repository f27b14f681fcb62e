import { nodeModule } from '../../../core/index.js';

const { copyFile, mkdtemp, rm, stat, symlink } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { join, resolve } = nodeModule<typeof import('node:path')>('node:path');
const { tmpdir } = nodeModule<typeof import('node:os')>('node:os');

/** An SQLite file as it is opened: by a link or as a copy in a folder of its own. */
export interface PlacedFile {
  readonly file: string;
  /** Whether it is a copy, since another program left a transaction half done, which is undone there. */
  readonly isCopy: boolean;
  remove(): Promise<void>;
}

/**
 * A link to an SQLite file in a temporary folder: what SQLite puts beside a file (locks, logs) comes to lie there, and the folder of the file may be
 * one that nobody can write to. The log of the file (`-wal`) is copied; with a journal of a transaction half done, the file is.
 */
export async function placeSqliteFile(path: string): Promise<PlacedFile> {
  const folder = await mkdtemp(join(tmpdir(), 'heterograph-sqlite-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const [file, isCopy] = [join(folder, 'database'), await hasRows(`${path}-journal`)];
    if (isCopy) await copyFile(`${path}-journal`, `${file}-journal`);
    if (isCopy) await copyFile(path, file);
    else await symlink(resolve(path), file).catch(() => copyFile(path, file));
    if (await hasRows(`${path}-wal`)) await copyFile(`${path}-wal`, `${file}-wal`);
    return { file, isCopy, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function hasRows(path: string): Promise<boolean> {
  return ((await stat(path).catch(() => undefined))?.size ?? 0) > 0;
}
