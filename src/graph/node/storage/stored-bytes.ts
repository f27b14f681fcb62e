import type { FileHandle } from 'node:fs/promises';
import { nodeModule } from '../../../core/index.js';
import { corrupt, isAbsent, readError, type StoredFile } from '../../../files/index.js';
import { arrowFolder } from '../graph-folders.js';

const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto');
const { open } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { join } = nodeModule<typeof import('node:path')>('node:path');

/** Large files are read in parts, several at once: most of the time goes into fresh memory, which threads share. */
const PART_BYTES = 2 ** 23;
const PARTS_AT_ONCE = 4;

/** The bytes of a stored file, over shared memory, with its checksum still to be compared. */
export class StoredBytes {
  readonly path: string;
  readonly #bytes: Uint8Array;
  readonly #sha256: string;
  #isVerified = false;

  private constructor(path: string, bytes: Uint8Array, sha256: string) {
    this.path = path;
    this.#bytes = bytes;
    this.#sha256 = sha256;
  }

  /** @throws {HeteroGraphError} CORRUPT_FILE where the file is absent or of another length */
  static async read(folder: string, { file, bytes: size, sha256 }: StoredFile): Promise<StoredBytes> {
    const path = join(folder, file);
    let bytes: Uint8Array = new Uint8Array(0);
    let found: number;
    try {
      const handle = await open(path, 'r');
      try {
        found = (await handle.stat()).size;
        if (found === size) {
          bytes = new Uint8Array(new SharedArrayBuffer(size));
          found = await fill(handle, bytes);
        }
      } finally {
        await handle.close();
      }
    } catch (cause) {
      throw isAbsent(cause) ? corrupt(arrowFolder, path, 'It is missing.', cause) : readError(cause, path);
    }
    if (found !== size) throw corrupt(arrowFolder, path, `It has ${found} bytes instead of ${size}.`);
    return new StoredBytes(path, bytes, sha256);
  }

  /** Compares the checksum, once. @throws {HeteroGraphError} CORRUPT_FILE */
  verify(): void {
    if (this.#isVerified) return;
    if (createHash('sha256').update(this.#bytes).digest('hex') !== this.#sha256) {
      throw corrupt(arrowFolder, this.path, 'Its SHA-256 is not the one in the manifest.');
    }
    this.#isVerified = true;
  }

  /** The bytes, as they are. */
  view(): Uint8Array {
    return this.#bytes;
  }
}

/** Fills `bytes` from the start of the file; answers how many there were. */
async function fill(handle: FileHandle, bytes: Uint8Array): Promise<number> {
  let next = 0;
  let filled = 0;
  const worker = async () => {
    while (next < bytes.length) {
      let at = next;
      const end = Math.min(at + PART_BYTES, bytes.length);
      next = end;
      while (at < end) {
        const { bytesRead } = await handle.read(bytes, at, end - at, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        filled += bytesRead;
      }
    }
  };
  await Promise.all(Array.from({ length: PARTS_AT_ONCE }, worker));
  return filled;
}
