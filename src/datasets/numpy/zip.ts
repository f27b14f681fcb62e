import { HeteroGraphError, nodeModule } from '../../core/index.js';

const { crc32, inflateRawSync } = nodeModule<typeof import('node:zlib')>('node:zlib');

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** Of the end record, without its comment. */
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
/** Bytes of one unpacked file at most; of all together, twice as many. */
const MOST_BYTES = 2 ** 30;

/**
 * The files of a zip archive by name, unpacked: stored or deflated, neither encrypted nor of the 64-bit form.
 *
 * @param file named in errors
 * @throws {HeteroGraphError} CORRUPT_FILE; TOO_LARGE where a file is of more than 2^30 bytes, or all together of more than 2^31
 */
export function unzip(bytes: Uint8Array, file: string): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bad = (why: string) =>
    new HeteroGraphError('CORRUPT_FILE', `The zip archive cannot be read: ${why}.`, { file, hint: 'Fetch it again.' });
  const inside = (at: number, length: number) => {
    if (at < 0 || at + length > bytes.length) throw bad('it ends too early');
    return at;
  };
  let end = bytes.length - END_BYTES;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw bad('it has no directory');
  const found = new Map<string, Entry>();
  let at = view.getUint32(end + 16, true);
  let total = 0;
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    inside(at, ENTRY_BYTES);
    if (view.getUint32(at, true) !== ENTRY) throw bad('an entry of its directory is none');
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [sum, packed, size] = [16, 20, 24].map((field) => view.getUint32(at + field, true)) as [
      number,
      number,
      number,
    ];
    const [nameBytes, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const local = inside(view.getUint32(at + 42, true), LOCAL_BYTES);
    const name = Buffer.from(
      bytes.subarray(inside(at + ENTRY_BYTES, nameBytes), at + ENTRY_BYTES + nameBytes),
    ).toString();
    if ((flags & 1) !== 0) throw bad(`${name} is encrypted`);
    if (found.has(name)) throw bad(`${name} is there twice`);
    if (size > MOST_BYTES) throw new HeteroGraphError('TOO_LARGE', `${name} has ${size} bytes.`, { file });
    total += size;
    if (total > 2 * MOST_BYTES) {
      throw new HeteroGraphError('TOO_LARGE', `Its files have more than ${2 * MOST_BYTES} bytes together.`, {
        file,
        hint: 'Unpack it into a folder, and name that.',
      });
    }
    found.set(name, { local, packed, method, size, sum });
    at += ENTRY_BYTES + nameBytes + extra + comment;
  }
  // Nothing is unpacked before it is known how much there is.
  const files = new Map<string, Uint8Array>();
  for (const [name, { local, packed, method, size, sum }] of found) {
    if (view.getUint32(local, true) !== LOCAL) throw bad(`${name} is not where the directory says`);
    const start = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const content = bytes.subarray(inside(start, packed), start + packed);
    const unpacked = unpack(content, method, size);
    if (unpacked?.length !== size || crc32(unpacked) !== sum) throw bad(`${name} is damaged`);
    files.set(name, unpacked);
  }
  return files;
}

interface Entry {
  readonly local: number;
  readonly packed: number;
  readonly method: number;
  readonly size: number;
  readonly sum: number;
}

/** Undefined where that is impossible. */
function unpack(content: Uint8Array, method: number, size: number): Uint8Array | undefined {
  if (method === 0) return content;
  if (method !== 8) return undefined;
  try {
    // One byte more, so that files longer than they say are noticed.
    return inflateRawSync(content, { maxOutputLength: size + 1 });
  } catch {
    return undefined;
  }
}
