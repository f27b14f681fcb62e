import { f32 } from '../threads/arguments.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectOptions, rowsOf } from './checks.js';
import { grainOfRows, type PoolOption, runInto } from './run-into.js';

/** 'l2' makes rows of length 1; 'rms' makes the mean of their squares 1 (Zhang and Sennrich 2019). */
export type RowNormKind = 'l2' | 'rms';

/** Rows shorter than this are divided by it, so that rows of zeros stay zeros. */
const minLength = 1e-12;

interface Rows {
  readonly x: number;
  readonly rows: number;
  readonly width: number;
  readonly kind: RowNormKind;
}

const scaleOf = ({ kind, width }: Rows) => f32(kind === 'rms' ? Math.sqrt(width) : 1);

/** out = scale x / max(|x|, 1e-12) by rows, on addresses. */
export function rowNormInto(pool: Pool, at: Rows, out: number): void {
  const args = [at.x, out, at.width, scaleOf(at), f32(minLength)];
  pool.run('rowNorm', args, at.rows, grainOfRows(at.rows, at.rows * at.width));
}

/** The gradient by x for `dy`, on addresses. */
export function rowNormGradientInto(pool: Pool, at: Rows, dy: number, dx: number): void {
  const args = [at.x, dx, at.width, scaleOf(at), f32(minLength), dy];
  pool.run('rowNormGradient', args, at.rows, grainOfRows(at.rows, 2 * at.rows * at.width));
}

/**
 * Rows of x [rows, width] divided by their Euclidean length, or by their root mean square, at least 1e-12 (times sqrt(width) for
 * 'rms'). Threaded. O(rows x width).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 */
export function rowNorm(
  x: Float32Array,
  width: number,
  options: PoolOption & { readonly kind?: RowNormKind } = {},
): Float32Array {
  expectOptions(options, { kind: ['l2', 'rms'], pool: null });
  const { kind = 'l2', pool = getPool() } = options;
  const rows = rowsOf('The matrix', x, width);
  return runInto(pool, x.length, (place, out) => rowNormInto(pool, { x: place.of(x), rows, width, kind }, out));
}
