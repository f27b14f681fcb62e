import { nodeModule } from '../../core/index.js';
import {
  corrupt,
  decodeInts,
  encodeWords,
  readStored,
  renameDurably,
  type StoredFile,
  writeStored,
} from '../../files/index.js';
import { runFormat } from './manifest.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/** Ending of what is not finished. */
export const UNFINISHED = '.partial';

/** The file has its name only when it is whole and on the disk. */
export async function writeWords(folder: string, file: string, words: Int32Array | Uint32Array): Promise<StoredFile> {
  const stored = await writeStored(folder, file + UNFINISHED, encodeWords([words]));
  await renameDurably(join(folder, stored.file), join(folder, file));
  return { ...stored, file };
}

/** @throws {HeteroGraphError} CORRUPT_FILE */
export async function readWords(folder: string, file: StoredFile): Promise<Int32Array<ArrayBuffer>> {
  const bytes = await readStored(folder, file, runFormat);
  if (bytes.length % 4 === 0) return decodeInts(bytes);
  throw corrupt(runFormat, join(folder, file.file), `Its ${bytes.length} bytes are no whole number of words.`);
}
