import { type FileContent, replaceFile, writeError } from '../files/index.js';

/** Writes a file whole or not at all. @throws {HeteroGraphError} WRITE_FAILED */
export async function writeFile(path: string, content: FileContent): Promise<void> {
  try {
    await replaceFile(path, content);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).syscall === undefined ? error : writeError(error, path);
  }
}

/** Writes a value as indented JSON. @throws {HeteroGraphError} WRITE_FAILED */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 1)}\n`);
}
