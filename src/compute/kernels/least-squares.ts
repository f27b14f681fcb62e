import { type Csr, expectMembers, type WeightedCsr } from '../../core/index.js';
import { f32 } from '../threads/arguments.js';
import { placed } from '../threads/placed.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectCsrOnce, expectSize, rowsOf } from './checks.js';
import { multiplyBatchInto } from './gemm.js';
import { sumRowsInto } from './reduce.js';

export interface LeastSquaresOptions {
  /** An entry of value r counts 1 + alpha r times as much as a pair that is none. */
  readonly alpha: number;
  /** Added to the diagonal. */
  readonly regularization: number;
  /** Most steps of conjugate gradient a row. */
  readonly steps: number;
  /** A row is done when its residual, by its length, is below this part of that of its start. Default 0. */
  readonly tolerance?: number;
  /** {@link gramOfRows} of a matrix of which y holds some rows, if not all; default: that of y. */
  readonly gram?: Float32Array;
  /** Default: the process's pool. */
  readonly pool?: Pool;
}

/**
 * YT Y, [padded, padded], of y [rows, padded], padded the `paddedWidth` of `width`: what {@link leastSquaresRows} makes of all rows, to keep where only a few are solved
 * for at a time. Threaded, the same bits for any number of threads. O(rows width^2).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 * @example
 * const gram = gramOfRows(y, 64);
 * leastSquaresRows(csr, someRowsOfY, x, 64, { alpha: 40, regularization: 1, steps: 100, gram });
 */
export function gramOfRows(
  y: Float32Array,
  width: number,
  { pool = getPool() }: { readonly pool?: Pool } = {},
): Float32Array {
  const padded = paddedWidth(width);
  const rows = rowsOf('y', y, padded);
  return placed(pool.arena, (place) => {
    const gram = place.block(padded * padded * 4);
    gramInto(pool, place.of(y), rows, padded, gram);
    return pool.arena.float32(gram, padded * padded).slice();
  });
}

/** The multiple of eight that rows of factors are padded to with zeros. */
export function paddedWidth(width: number): number {
  return Math.ceil(width / 8) * 8;
}

/** Rows of a partial Gram matrix; changing it changes bits. */
const gramRows = 1024;
/** Rows a thread takes at once. */
const grain = 32;

/**
 * One half of an iteration of implicit alternating least squares: every row of x [rows, width] is moved, by conjugate gradient from what it
 * holds, towards the solution of (YT Y + SUM (c - 1) y yT + regularization) x = SUM c y over the entries of its row of `csr`, whose columns
 * are rows of y [columns, width]; c = 1 + alpha times the value of the entry, or alpha where `csr` has none. A row without entries becomes 0.
 * In place; x and y have `paddedWidth` columns, those beyond the width zero, and are best kept in the pool's arena, with `csr`. Threaded, the
 * same bits for any number of threads. O(columns width^2 + steps (entries width + rows width^2)).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function leastSquaresRows(
  csr: Csr | WeightedCsr,
  y: Float32Array,
  x: Float32Array,
  width: number,
  options: LeastSquaresOptions,
): void {
  expectMembers(options, 'options', { alpha: 'number', regularization: 'number', steps: 'number' });
  const { alpha, regularization, steps, tolerance = 0, gram: given, pool = getPool() } = options;
  const padded = paddedWidth(width);
  expectCsrOnce(pool.arena, csr);
  expectSize('y', y, csr.numCols * padded);
  expectSize('x', x, csr.numRows * padded);
  if (given) expectSize('gram', given, padded * padded);
  placed(pool.arena, (place) => {
    const [yAt, xAt] = [place.of(y), place.of(x)];
    const gram = place.block(padded * padded * 4);
    if (given) pool.arena.float32(gram, padded * padded).set(given);
    else gramInto(pool, yAt, csr.numCols, padded, gram);
    const values = pool.arena.float32(gram, padded * padded);
    for (let i = 0; i < padded; i++) values[i * (padded + 1)]! += regularization;
    const stride = 4 * (3 * padded + 64);
    const scratch = place.block(stride * pool.threads);
    const entries = [place.of(csr.indptr), place.of(csr.indices), 'values' in csr ? place.of(csr.values) : 0];
    const rest = [gram, yAt, xAt, padded, f32(alpha), steps, scratch, stride, f32(tolerance ** 2)];
    pool.run('leastSquaresRows', [...entries, ...rest], csr.numRows, grain);
    if (!pool.arena.owns(x)) x.set(pool.arena.float32(xAt, x.length));
  });
}

/** out [width, width] = YT Y of y [rows, width], in parts of 1,024 rows that are summed in order. Addresses. */
function gramInto(pool: Pool, y: number, rows: number, width: number, out: number): void {
  placed(pool.arena, (place) => {
    const whole = Math.floor(rows / gramRows);
    const left = rows - whole * gramRows;
    const size = width * width;
    const parts = place.block((whole + 1) * size * 4);
    pool.arena.float32(parts, (whole + 1) * size).fill(0);
    const product = { a: y, b: y, out: parts, m: width, n: width, k: gramRows, transposeA: true, transposeB: false };
    if (whole > 0) {
      multiplyBatchInto(pool, product, whole, { a: gramRows * width, b: gramRows * width, out: size });
    }
    const from = y + 4 * whole * gramRows * width;
    const rest = { ...product, a: from, b: from, k: left, out: parts + 4 * whole * size };
    if (left > 0) multiplyBatchInto(pool, rest, 1, { a: 0, b: 0, out: 0 });
    sumRowsInto(pool, parts, whole + 1, size, out);
  });
}
