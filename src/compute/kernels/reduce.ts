import { f32 } from '../threads/arguments.js';
import type { Pool } from '../threads/pool.js';
import { grainOf } from './elementwise.js';

/** Rows, and elements of a flat sum, that are added up before their sums are. Part of the definition of the bits. */
const rowChunk = 128;
const flatChunk = 4096;

/** out[c] = SUM over rows of x[r, c], x [rows, width]. O(rows x width). */
export function sumRowsInto(pool: Pool, x: number, rows: number, width: number, out: number): void {
  if (rows === 0) {
    pool.arena.float32(out, width).fill(0);
    return;
  }
  const chunks = Math.ceil(rows / rowChunk);
  const target = chunks === 1 ? out : pool.arena.alloc(chunks * width * 4);
  pool.run('columnSums', [x, rows, width, target, rowChunk], chunks, grainOf(rows * width, rowChunk * width, chunks));
  if (chunks === 1) return;
  sumRowsInto(pool, target, chunks, width, out);
  pool.arena.free(target);
}

/** out[r] = scale * SUM_c x[r, c], or the maximum of the row; x [rows, width]. */
export function reduceColumnsInto(
  pool: Pool,
  op: 'sum' | 'max',
  x: number,
  rows: number,
  width: number,
  out: number,
  scale = 1,
): void {
  const args = [op === 'sum' ? 0 : 1, x, out, width, rows * width, f32(scale)];
  pool.run('rowReduce', args, rows, grainOf(rows * width, Math.max(1, width), rows));
}

/** out[0] = scale * SUM of n values, or their maximum. */
export function reduceAllInto(pool: Pool, op: 'sum' | 'max', x: number, n: number, out: number, scale = 1): void {
  if (n <= flatChunk) {
    reduceColumnsInto(pool, op, x, 1, n, out, scale);
    return;
  }
  const chunks = Math.ceil(n / flatChunk);
  const partial = pool.arena.alloc(chunks * 4);
  pool.run(
    'rowReduce',
    [op === 'sum' ? 0 : 1, x, partial, flatChunk, n, f32(1)],
    chunks,
    grainOf(n, flatChunk, chunks),
  );
  reduceAllInto(pool, op, partial, chunks, out, scale);
  pool.arena.free(partial);
}

/** Softmax, or its logarithm, of the rows of x [rows, width]. */
export function softmaxInto(pool: Pool, x: number, rows: number, width: number, out: number, logarithm: boolean): void {
  pool.run('softmaxRows', [x, out, width, logarithm ? 1 : 0], rows, grainOf(rows * width * 4, width * 4, rows));
}

/** Sum of float64 partial results in their order. */
export function sumPartials(pool: Pool, pointer: number, count: number): number {
  let sum = 0;
  for (const value of new Float64Array(pool.arena.memory.buffer, pointer, count)) sum += value;
  return sum;
}
