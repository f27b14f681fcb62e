import { HeteroGraphError, nodeModule } from '../../core/index.js';
import { renameDurably, sha256Hex, writeDurably } from '../../files/index.js';

const { readFile } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { endianness } = nodeModule<typeof import('node:os')>('node:os');

/** What a manifest keeps of a file of 32-bit words. */
export interface WordsFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Ending of what is not finished. */
export const UNFINISHED = '.partial';

/** Words as little-endian bytes. */
export function bytesOf(words: Int32Array | Uint32Array): Buffer {
  const bytes = Buffer.from(words.buffer, words.byteOffset, words.byteLength);
  return endianness() === 'LE' ? bytes : Buffer.from(bytes).swap32();
}

/** The file has its name only when it is whole and on the disk. */
export async function writeWords(path: string, words: Int32Array | Uint32Array): Promise<Omit<WordsFile, 'file'>> {
  const bytes = bytesOf(words);
  await writeDurably(path + UNFINISHED, bytes);
  await renameDurably(path + UNFINISHED, path);
  return { bytes: bytes.length, sha256: sha256Hex(bytes) };
}

/** @throws {HeteroGraphError} CORRUPT_FILE */
export async function readWords(path: string, promised: WordsFile): Promise<Int32Array<ArrayBuffer>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw corrupt(path, 'It cannot be read.', cause);
  }
  if (bytes.length !== promised.bytes)
    throw corrupt(path, `It has ${bytes.length} bytes instead of ${promised.bytes}.`);
  if (sha256Hex(bytes) !== promised.sha256) throw corrupt(path, 'Its SHA-256 is not the one in the manifest.');
  // A copy of its own: aligned, and not part of a pool.
  const own = Uint8Array.from(bytes);
  if (endianness() !== 'LE') Buffer.from(own.buffer).swap32();
  return new Int32Array(own.buffer);
}

export function corrupt(file: string, message: string, cause?: unknown): HeteroGraphError {
  return new HeteroGraphError('CORRUPT_FILE', message, {
    file,
    hint: 'Start again in another folder, or remove this one.',
    cause,
  });
}
