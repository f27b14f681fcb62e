import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { HeteroGraphError } from '../../core/index.js';
import type { StoredFile } from './format.js';
import { corrupt } from './manifest.js';

/** One read call takes 2 GiB at most. */
const READ_LIMIT = 2 ** 30;

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
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    let found: number;
    try {
      const handle = await open(path, 'r');
      try {
        found = (await handle.stat()).size;
        let at = 0;
        while (found === size && at < size) {
          const { bytesRead } = await handle.read(bytes, at, Math.min(READ_LIMIT, size - at), at);
          if (bytesRead === 0) found = at;
          at += bytesRead;
        }
      } finally {
        await handle.close();
      }
    } catch (cause) {
      throw corrupt(path, 'it cannot be read', cause);
    }
    if (found !== size) throw corrupt(path, `it has ${found} bytes instead of ${size}`);
    return new StoredBytes(path, bytes, sha256);
  }

  /** Compares the checksum, once. @throws {HeteroGraphError} CHECKSUM_MISMATCH */
  verify(): void {
    if (this.#isVerified) return;
    if (createHash('sha256').update(this.#bytes).digest('hex') !== this.#sha256) {
      throw new HeteroGraphError('CHECKSUM_MISMATCH', 'The file is not the one that was saved.', {
        file: this.path,
        hint: 'Save the graph again, or fetch the folder again.',
      });
    }
    this.#isVerified = true;
  }

  /** The bytes, as they are. */
  view(): Uint8Array {
    return this.#bytes;
  }
}
