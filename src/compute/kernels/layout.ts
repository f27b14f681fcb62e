import type { Pool } from '../threads/pool.js';
import { grainOf } from './elementwise.js';

/** out [n, m] = transpose of x [m, n]; 32-bit words. */
export function transposeInto(pool: Pool, x: number, m: number, n: number, out: number): void {
  const units = Math.ceil(n / 32);
  pool.run('transpose', [x, out, m, n], units, grainOf(m * n, m * 32, units));
}

/** Copies `width` words of each row between row-major matrices of row lengths fromStride and toStride (words). */
export function copyColumns(
  pool: Pool,
  from: number,
  fromStride: number,
  to: number,
  toStride: number,
  width: number,
  rows: number,
): void {
  if (width === 0) return;
  pool.run('copyBlock', [from, fromStride, to, toStride, width], rows, grainOf(rows * width, width, rows));
}

/**
 * out[i] = x[rows[i]], rows of `width` words, `stride` words (default: the width) from one row of the result to the next; row numbers
 * are the caller's to check.
 */
export function gatherInto(
  pool: Pool,
  x: number,
  rows: number,
  count: number,
  width: number,
  out: number,
  stride = width,
): void {
  if (width === 0) return;
  pool.run('gatherRows', [x, rows, out, width, stride], count, grainOf(count * width, width, count));
}

/** Fills n words with the bits of a float32. */
export function fillInto(pool: Pool, out: number, n: number, value: number): void {
  const bits = new Int32Array(Float32Array.of(value).buffer)[0]!;
  const units = Math.ceil(n / 4096);
  pool.run('fillWords', [out, n, bits], units, grainOf(n, 4096, units));
}
