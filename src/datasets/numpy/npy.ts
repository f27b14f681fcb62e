import { HeteroGraphError } from '../../core/index.js';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const HEADER = /^\{'descr': '([^']+)', 'fortran_order': (True|False), 'shape': \(([\d, ]*)\),? *\}\s*$/;

/** What the header says of the numbers, and where they begin. */
interface NpyArray {
  readonly view: DataView;
  readonly from: number;
  readonly type: string;
  readonly shape: readonly number[];
  readonly isByColumns: boolean;
}

type Bad = (why: string) => HeteroGraphError;

/**
 * A list of whole numbers as NumPy writes it (`.npy`, versions 1 and 2, int32 or int64, little endian, one dimension).
 *
 * @param file named in errors
 * @throws {HeteroGraphError} CORRUPT_FILE where it is anything else, or a number needs more than 32 bits
 */
export function readNpyIntegers(bytes: Uint8Array, file: string): Int32Array {
  const bad = badArray(file, 'a list of whole numbers');
  const { view, from, type, shape } = readHeader(bytes, bad);
  if (shape.length !== 1) throw bad(`it has ${shape.length} dimensions`);
  const width = type === '<i4' ? 4 : type === '<i8' ? 8 : 0;
  if (width === 0) throw bad(`its numbers are of the type ${type}`);
  const count = shape[0]!;
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

/**
 * A matrix as NumPy writes it (`.npy`, versions 1 and 2, float32, little endian, row by row).
 *
 * @param file named in errors
 * @param shape rows and columns that it must have
 * @returns [rows, columns], row by row
 * @throws {HeteroGraphError} CORRUPT_FILE where it is anything else, or a number is not finite
 */
export function readNpyFloats(bytes: Uint8Array, file: string, shape: readonly [number, number]): Float32Array {
  const [rows, columns] = shape;
  const bad = badArray(file, `a matrix of ${rows} rows and ${columns} columns`);
  const { view, from, type, shape: found, isByColumns } = readHeader(bytes, bad);
  if (found.length !== 2 || found[0] !== rows || found[1] !== columns) throw bad(`its shape is ${found.join(' x ')}`);
  if (type !== '<f4' || isByColumns)
    throw bad(`its numbers are of the type ${type}${isByColumns ? ', by columns' : ''}`);
  if (rows * columns * 4 !== bytes.length - from) throw bad(`it does not hold ${rows * columns} numbers`);
  const out = Float32Array.from({ length: rows * columns }, (_, i) => view.getFloat32(from + 4 * i, true));
  const odd = out.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw bad(`number ${odd} is not finite`);
  return out;
}

function badArray(file: string, what: string): Bad {
  return (why) =>
    new HeteroGraphError('CORRUPT_FILE', `The array cannot be read: ${why}.`, {
      file,
      hint: `Fetch it again; it should be ${what}, written by numpy.save or numpy.savez.`,
    });
}

function readHeader(bytes: Uint8Array, bad: Bad): NpyArray {
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) throw bad('it is no .npy file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6]!;
  if (version !== 1 && version !== 2) throw bad(`its version is ${version}`);
  const start = version === 1 ? 10 : 12;
  const from = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = HEADER.exec(Buffer.from(bytes.subarray(start, from)).toString('latin1'));
  if (!header || from > bytes.length) throw bad('its header is not understood');
  const [, type, order, extents] = header;
  const shape = extents!
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map(Number);
  return { view, from, type: type!, shape, isByColumns: order === 'True' };
}
