import { crc32, deflateRawSync } from 'node:zlib';

/** A list of whole numbers as `numpy.save` writes it. */
export function npyOf(values: readonly number[], type: '<i4' | '<i8' = '<i4'): Uint8Array {
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${values.length},), }`;
  const header = `${text.padEnd(117)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  const width = Number(type[2]);
  const body = Buffer.alloc(values.length * width);
  for (const [i, value] of values.entries()) {
    if (width === 8) body.writeBigInt64LE(BigInt(value), i * 8);
    else body.writeInt32LE(value, i * 4);
  }
  return Buffer.concat([start, Buffer.from(header), body]);
}

/** A matrix of numbers as `numpy.save` writes it. */
export function npyMatrix(rows: readonly (readonly number[])[], type: '<f4' | '<f8' = '<f4'): Uint8Array {
  const shape = `(${rows.length}, ${rows[0]!.length})`;
  const header = `${`{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  const body = type === '<f4' ? Float32Array.from(rows.flat()) : Float64Array.from(rows.flat());
  return Buffer.concat([start, Buffer.from(header), Buffer.from(body.buffer)]);
}

/** An archive of files, deflated or stored. */
export function zipOf(files: Readonly<Record<string, Uint8Array>>, isDeflated = true): Uint8Array {
  const [locals, entries]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = isDeflated ? deflateRawSync(content) : Buffer.from(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isDeflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, rest, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}
