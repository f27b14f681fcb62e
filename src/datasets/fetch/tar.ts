import { HeteroGraphError } from '../../core/index.js';

const BLOCK = 512;

/**
 * The regular files of a tar archive by name; folders, links and what describes other entries are left out.
 *
 * @param file named in errors
 * @throws {HeteroGraphError} CORRUPT_FILE
 */
export function untar(bytes: Uint8Array, file: string): ReadonlyMap<string, Uint8Array> {
  const bad = (why: string) =>
    new HeteroGraphError('CORRUPT_FILE', `The tar archive cannot be read: ${why}.`, { file, hint: 'Fetch it again.' });
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const head = bytes.subarray(at, at + BLOCK);
    if (head.every((byte) => byte === 0)) break;
    const text = (from: number, length: number) =>
      Buffer.from(head.subarray(from, from + length))
        .toString('utf8')
        .split('\0', 1)[0]!
        .trim();
    const octal = (from: number, length: number) => {
      const digits = text(from, length);
      if (!/^[0-7]+$/.test(digits)) throw bad(`the entry at byte ${at} is none`);
      return Number.parseInt(digits, 8);
    };
    if (octal(148, 8) !== checksumOf(head)) throw bad(`the entry at byte ${at} is damaged`);
    const size = octal(124, 12);
    const start = at + BLOCK;
    if (start + size > bytes.length) throw bad('it ends too early');
    const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
    const name = text(0, 100);
    if (['', '0'].includes(text(156, 1))) {
      files.set(prefix === '' ? name : `${prefix}/${name}`, bytes.subarray(start, start + size));
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/** The sum of the bytes of a head, its own field taken as spaces. */
function checksumOf(head: Uint8Array): number {
  return head.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);
}
