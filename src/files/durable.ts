import { nodeModule } from '../core/index.js';

const { randomBytes } = nodeModule<typeof import('node:crypto')>('node:crypto');
const { open, rename, rm } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { dirname } = nodeModule<typeof import('node:path')>('node:path');

/** Content of a file, in one piece or in several that are written one after the other. */
export type FileContent = Uint8Array | string | Iterable<Uint8Array | string>;

/** Writes a file and waits until it is on the disk. */
export async function writeDurably(path: string, content: FileContent): Promise<void> {
  const file = await open(path, 'w');
  try {
    const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
    for (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Renames and waits until the folder knows it. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dirname(to));
}

/** Writes a file whole or not at all, in place of one that is there. */
export async function replaceFile(path: string, content: FileContent): Promise<void> {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeDurably(temporary, content);
    await renameDurably(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Windows neither allows nor needs a folder to be synced. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
