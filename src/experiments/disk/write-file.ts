import { HeteroGraphError } from '../../core/index.js';
import { type FileContent, replaceFile } from '../../files/index.js';

/** Writes a file whole or not at all. @throws {HeteroGraphError} WRITE_FAILED */
export async function writeFile(path: string, content: FileContent): Promise<void> {
  try {
    await replaceFile(path, content);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).syscall === undefined ? error : unwritable(path, error);
  }
}

/** Writes a value as indented JSON. @throws {HeteroGraphError} WRITE_FAILED */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 1)}\n`);
}

export function unwritable(path: string, cause?: unknown): HeteroGraphError {
  return new HeteroGraphError('WRITE_FAILED', 'The file cannot be written.', {
    file: path,
    hint: 'Check the folder, permissions and free space.',
    cause,
  });
}
