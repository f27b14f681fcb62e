import { nodeModule } from '../core/index.js';

const { endianness } = nodeModule<typeof import('node:os')>('node:os');

type Words = Float32Array | Int32Array | Uint32Array;

/** Arrays of 32-bit numbers one after the other, as little-endian bytes; of one array a view where that is possible. */
export function encodeWords(arrays: readonly Words[]): Buffer {
  const parts = arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  if (endianness() === 'LE' && parts.length === 1) return parts[0]!;
  const bytes = Buffer.concat(parts);
  return endianness() === 'LE' ? bytes : bytes.swap32();
}

/** The way back for float32: arrays of the given lengths, which must fill the bytes. */
export function decodeFloats(bytes: Uint8Array, lengths: readonly number[]): Float32Array[] {
  const buffer = aligned(bytes);
  let offset = 0;
  return lengths.map((length) => {
    const values = new Float32Array(buffer, offset, length);
    offset += length * 4;
    return values;
  });
}

/** The way back for one array of int32. */
export function decodeInts(bytes: Uint8Array): Int32Array<ArrayBuffer> {
  return new Int32Array(aligned(bytes));
}

/** A copy in a buffer of its own and in the byte order of this machine: Node's buffers may lie at any offset of a pool. */
function aligned(bytes: Uint8Array): ArrayBuffer {
  const copy = Uint8Array.from(bytes);
  if (endianness() !== 'LE') Buffer.from(copy.buffer).swap32();
  return copy.buffer;
}
