import { expectArgument, expectMembers, HeteroGraphError } from '../../core/index.js';
import { placed } from '../threads/placed.js';
import { getPool, type Pool } from '../threads/pool.js';

/** bf16: the range of float32, 8 bits of precision. f16: values to 65,504, 11 bits. */
export type HalfFormat = 'bf16' | 'f16';

/** A matrix of 16-bit values, half the bytes of float32: for features and propagated tensors, whose reading is what costs. */
export interface HalfMatrix {
  readonly format: HalfFormat;
  readonly bits: Uint16Array;
}

const chunk = 4096;

/**
 * The nearest 16-bit values, ties to even: relative error at most 2^-9 (bf16) or 2^-12 (f16, from 6.2e-5 on). O(n).
 *
 * @throws {HeteroGraphError} VALUE_OUT_OF_RANGE naming the position of a value beyond the range of f16, or not finite there
 */
export function halfFrom(values: Float32Array, format: HalfFormat, pool: Pool = getPool()): HalfMatrix {
  expectArgument(values, 'numbers', 'values');
  const { arena } = pool;
  const bits = new Uint16Array(values.length);
  placed(arena, (place) => {
    const to = place.block(values.length * 2);
    encodeHalfInto(pool, place.of(values), to, values.length, format);
    bits.set(new Uint16Array(arena.memory.buffer, to, values.length));
  });
  if (format === 'f16') {
    const at = bits.findIndex((word) => (word & 0x7c00) === 0x7c00);
    if (at >= 0) {
      throw new HeteroGraphError('VALUE_OUT_OF_RANGE', `The value ${values[at]} at ${at} is beyond what f16 holds.`, {
        row: at,
        hint: 'Use bf16, or scale the values below 65,504.',
      });
    }
  }
  return { format, bits };
}

/** Back to float32, exactly. */
export function halfToFloat(matrix: HalfMatrix, pool: Pool = getPool()): Float32Array {
  expectMembers(matrix, 'matrix', { bits: 'numbers' });
  const out = new Float32Array(matrix.bits.length);
  placed(pool.arena, (place) => {
    const to = place.block(out.byteLength);
    // One column a row would be slow: rows of a chunk, and the rest by itself.
    const width = Math.min(chunk, out.length);
    const rows = width === 0 ? 0 : Math.floor(out.length / width);
    const from = place.of(matrix.bits);
    decodeRowsInto(pool, from, 0, to, rows, width, matrix.format);
    const rest = out.length - rows * width;
    decodeRowsInto(pool, from + rows * width * 2, 0, to + rows * width * 4, rest > 0 ? 1 : 0, rest, matrix.format);
    out.set(pool.arena.float32(to, out.length));
  });
  return out;
}

/** n float32 values at `from` to 16-bit ones at `to`. */
export function encodeHalfInto(pool: Pool, from: number, to: number, n: number, format: HalfFormat): void {
  pool.run('encodeHalf', [from, to, n, format === 'f16' ? 1 : 0], Math.ceil(n / chunk), 4);
}

/** out[i] = x[rows[i]] in float32; `rows` 0 for all in order. Addresses. */
export function decodeRowsInto(
  pool: Pool,
  x: number,
  rows: number,
  out: number,
  count: number,
  width: number,
  format: HalfFormat,
): void {
  if (width === 0) return;
  const grain = Math.max(1, Math.ceil(16_384 / width));
  pool.run('decodeRows', [x, rows, out, width, format === 'f16' ? 1 : 0], count, grain);
}
