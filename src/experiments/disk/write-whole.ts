import { open, rename, rm } from 'node:fs/promises';
import { HeteroGraphError } from '../../core/index.js';

/** Writes a file piece by piece: whole or not at all. @throws {HeteroGraphError} WRITE_FAILED */
export async function writeWhole(path: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'w').catch((cause: unknown) => {
    throw unwritable(path, cause);
  });
  try {
    for (const piece of pieces) await file.writeFile(piece);
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(temporary, { force: true });
    throw (error as NodeJS.ErrnoException).syscall === undefined ? error : unwritable(path, error);
  }
}

/** Writes a value as indented JSON. @throws {HeteroGraphError} WRITE_FAILED */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeWhole(path, [`${JSON.stringify(value, null, 1)}\n`]);
}

export function unwritable(path: string, cause?: unknown): HeteroGraphError {
  return new HeteroGraphError('WRITE_FAILED', 'The file cannot be written.', {
    file: path,
    hint: 'Check the folder, permissions and free space.',
    cause,
  });
}
