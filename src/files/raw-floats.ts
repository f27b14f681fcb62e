import { nodeModule } from '../core/index.js';

const { endianness } = nodeModule<typeof import('node:os')>('node:os');

/** Float arrays one after the other as little-endian bytes. */
export function encodeFloats(arrays: readonly Float32Array[]): Buffer {
  const bytes = Buffer.concat(
    arrays.map((values) => new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength)),
  );
  return endianness() === 'LE' ? bytes : bytes.swap32();
}

/** The way back: arrays of the given lengths, which must fill the bytes. */
export function decodeFloats(bytes: Uint8Array, lengths: readonly number[]): Float32Array[] {
  // A copy of its own: aligned, and not part of a pool.
  const own = Uint8Array.from(bytes);
  if (endianness() !== 'LE') Buffer.from(own.buffer).swap32();
  let offset = 0;
  return lengths.map((length) => {
    const values = new Float32Array(own.buffer, offset, length);
    offset += length * 4;
    return values;
  });
}
