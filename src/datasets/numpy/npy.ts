import { HeteroGraphError } from '../../core/index.js';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const HEADER = /^\{'descr': '([^']+)', 'fortran_order': (True|False), 'shape': \(([\d, ]*)\),? *\}\s*$/;

/**
 * A list of whole numbers as NumPy writes it (`.npy`, versions 1 and 2, int32 or int64, little endian, one dimension).
 *
 * @param file named in errors
 * @throws {HeteroGraphError} CORRUPT_FILE where it is anything else, or a number needs more than 32 bits
 */
export function readNpyIntegers(bytes: Uint8Array, file: string): Int32Array {
  const bad = (why: string) =>
    new HeteroGraphError('CORRUPT_FILE', `The array cannot be read: ${why}.`, {
      file,
      hint: 'Fetch it again; it should be a list of whole numbers, written by numpy.save or numpy.savez.',
    });
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) throw bad('it is no .npy file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6]!;
  if (version !== 1 && version !== 2) throw bad(`its version is ${version}`);
  const start = version === 1 ? 10 : 12;
  const from = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = HEADER.exec(Buffer.from(bytes.subarray(start, from)).toString('latin1'));
  if (!header || from > bytes.length) throw bad('its header is not understood');
  const [, type, , shape] = header;
  const extents = shape!
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  if (extents.length !== 1) throw bad(`it has ${extents.length} dimensions`);
  const width = type === '<i4' ? 4 : type === '<i8' ? 8 : 0;
  if (width === 0) throw bad(`its numbers are of the type ${type}`);
  const count = Number(extents[0]);
  if (count * width !== bytes.length - from) throw bad(`it does not hold ${count} numbers`);
  const out = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const at = from + i * width;
    const value = view.getInt32(at, true);
    if (width === 8 && view.getInt32(at + 4, true) !== (value < 0 ? -1 : 0)) throw bad(`number ${i} is too large`);
    out[i] = value;
  }
  return out;
}
