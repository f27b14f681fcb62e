import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive, and what is said of it where that is not so. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly method: 0 | 8;
  readonly size?: number;
  readonly crc?: number;
  readonly flags?: number;
  /** Whether the entry names the content of the first one instead of its own. */
  readonly isShared?: boolean;
}

/** A zip archive. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  let [packed, sum]: [Buffer | undefined, number] = [undefined, 0];
  for (const { name, bytes, method, flags = 0, isShared, ...said } of entries) {
    const path = Buffer.from(name);
    packed = isShared && packed ? packed : method === 8 ? deflateRawSync(bytes) : Buffer.from(bytes);
    sum = isShared ? sum : crc32(bytes);
    const content = packed;
    const [crc, size] = [said.crc ?? sum, said.size ?? bytes.length];
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc, 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, path, content]);
    const entry = Buffer.alloc(16);
    entry.writeUInt32LE(isShared ? 0 : at, 12);
    // The version that made it comes before the fields of a local entry.
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, entry.subarray(0, 14), path]));
    directory.at(-1)!.writeUInt32LE(isShared ? 0 : at, 42);
    if (isShared) continue;
    parts.push(local);
    at += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
