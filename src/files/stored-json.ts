import * as z from 'zod/mini';
import { nodeModule } from '../core/index.js';
import { corrupt, type FolderFormat, readStored, type StoredFile, writeStored } from './manifest.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/** Writes plain data as one file of a folder and returns its entry for the manifest. */
export function writeStoredJson(folder: string, file: string, value: unknown): Promise<StoredFile> {
  return writeStored(folder, file, Buffer.from(JSON.stringify(value)));
}

/** The data of a file that a manifest lists, checked against it and against a schema. @throws {HeteroGraphError} CORRUPT_FILE */
export async function readStoredJson<T>(
  folder: string,
  stored: StoredFile,
  schema: z.ZodMiniType<T>,
  format: Pick<FolderFormat<unknown>, 'corruptHint'>,
): Promise<T> {
  const bytes = await readStored(folder, stored, format);
  try {
    return z.parse(schema, JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    const message = 'Its content does not have the form that it must have.';
    throw corrupt(format, join(folder, stored.file), message, cause);
  }
}
