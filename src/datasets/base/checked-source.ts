import { HeteroGraphError, nodeModule, type RunOptions } from '../../core/index.js';
import type { NamedStream } from '../../graph/index.js';
import { readBytes } from '../../graph/internal.js';

const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto');

/**
 * The unpacked bytes of a file, hashed as they pass by; at their end the hash is compared. Costs about a millisecond a
 * megabyte.
 *
 * @param sha256 of the unpacked contents, in hex
 * @throws {HeteroGraphError} DATASET_CHECKSUM once all bytes have been read, and what reading throws
 */
export function checkedSource(path: string, sha256: string, options: RunOptions): NamedStream {
  return { name: path, bytes: checkedBytes(path, sha256, options) };
}

async function* checkedBytes(path: string, expected: string, options: RunOptions): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const bytes of readBytes(path, options)) {
    hash.update(bytes);
    yield bytes;
  }
  const found = hash.digest('hex');
  if (found === expected) return;
  throw new HeteroGraphError(
    'DATASET_CHECKSUM',
    `The file is not the one that the data set was published with: the SHA-256 of its contents is ${found} instead of ${expected}.`,
    {
      file: path,
      hint: 'Fetch it again; or pass verify: false where another version is meant, whose scores are not comparable.',
    },
  );
}
