import type { Csr } from '../../core/index.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectCount, expectCsr, expectOptions, expectSize } from './checks.js';
import { grainOfRows, type PoolOption, runInto } from './run-into.js';

export interface SddmmOptions extends PoolOption {
  /** 'dot': <a[row, h], b[column, h]>; 'add': a[row, h] + b[column, h]. Default 'dot'. */
  readonly op?: 'dot' | 'add';
  /** Default 1. */
  readonly heads?: number;
  /** Columns of a head, for 'dot'; 'add' has one. Default: what the length of `a` says. */
  readonly headWidth?: number;
}

/** Addresses of a matrix in the arena, and its shape. */
export interface PlacedCsr {
  readonly indptr: number;
  readonly indices: number;
  readonly numRows: number;
  readonly numEntries: number;
}

/** out [E, heads] at an address: a is [numRows, heads * width], b [numCols, heads * width]. */
export function sddmmDotInto(
  pool: Pool,
  { indptr, indices, numRows, numEntries }: PlacedCsr,
  sides: { readonly a: number; readonly b: number; readonly heads: number; readonly width: number },
  out: number,
): void {
  const { a, b, heads, width } = sides;
  const args = [indptr, indices, a, b, heads, width, out, numRows];
  pool.run('sddmmDot', args, numEntries, grainOfRows(numEntries, numEntries * heads * width));
}

/** out [E, heads] at an address: a is [numRows, heads], b [numCols, heads]. */
export function sddmmAddInto(
  pool: Pool,
  { indptr, indices, numRows, numEntries }: PlacedCsr,
  sides: { readonly a: number; readonly b: number; readonly heads: number },
  out: number,
): void {
  const { a, b, heads } = sides;
  pool.run(
    'sddmmAdd',
    [indptr, indices, a, b, heads, out, numRows],
    numEntries,
    grainOfRows(numEntries, numEntries * heads),
  );
}

/**
 * Sampled dense-dense product: one value per entry and head, [E, heads], from the rows a[row] and b[column] of two matrices
 * [numRows, heads * headWidth] and [numCols, heads * headWidth]. Values of the CSR are not read. Threaded, the same bits for any
 * number of threads. O(E x heads x headWidth).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function sddmm(csr: Csr, a: Float32Array, b: Float32Array, options: SddmmOptions = {}): Float32Array {
  expectOptions(options, { op: ['dot', 'add'], heads: null, headWidth: null, pool: null });
  const { op = 'dot', heads = 1, pool = getPool() } = options;
  expectCsr(csr);
  expectCount('heads', heads);
  const { numRows, numCols, indices } = csr;
  const own = op === 'add' ? 1 : numRows > 0 ? a.length / (numRows * heads) : b.length / Math.max(1, numCols * heads);
  const width = op === 'add' ? 1 : (options.headWidth ?? Math.floor(own));
  expectCount('headWidth', width, 0);
  expectSize('The matrix by rows', a, numRows * heads * width);
  expectSize('The matrix by columns', b, numCols * heads * width);
  return runInto(pool, indices.length * heads, (place, out) => {
    const at = { indptr: place.of(csr.indptr), indices: place.of(indices), numRows, numEntries: indices.length };
    const sides = { a: place.of(a), b: place.of(b), heads, width };
    if (op === 'add') sddmmAddInto(pool, at, sides, out);
    else sddmmDotInto(pool, at, sides, out);
  });
}
