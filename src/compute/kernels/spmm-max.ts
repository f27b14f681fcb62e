import type { Csr, WeightedCsr } from '../../core/index.js';
import { placed } from '../threads/placed.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectCsr, expectSize } from './checks.js';
import { grainOfRows, type PoolOption } from './run-into.js';

/** Largest values and where they come from. */
export interface Maxima {
  /** [rows, width]; 0 for an empty row. */
  readonly values: Float32Array;
  /** [rows, width], number of the first entry that has the value; -1 for an empty row. */
  readonly argmax: Int32Array;
}

/** Addresses of what {@link maximaInto} reads; `indices` 0: x has a row per entry; `weights` 0: none. */
export interface MaximaInput {
  readonly indptr: number;
  readonly indices: number;
  readonly weights: number;
  readonly x: number;
  readonly width: number;
  readonly numRows: number;
  readonly numEntries: number;
}

export function maximaInto(pool: Pool, input: MaximaInput, out: number, argmax: number): void {
  const { indptr, indices, weights, x, width, numRows, numEntries } = input;
  const args = [indptr, indices, weights, x, width, out, argmax];
  pool.run('rowMaxima', args, numRows, grainOfRows(numRows, (numEntries + numRows) * width));
}

/** Runs {@link maximaInto} and returns plain arrays. */
export function maxima(pool: Pool, csr: Csr | WeightedCsr, x: Float32Array, width: number, gathered: boolean): Maxima {
  const { numRows } = csr;
  return placed(pool.arena, (place) => {
    const out = place.block(numRows * width * 4);
    const argmax = place.block(numRows * width * 4);
    const input = {
      indptr: place.of(csr.indptr),
      indices: gathered ? place.of(csr.indices) : 0,
      weights: gathered && 'values' in csr ? place.of(csr.values) : 0,
      x: place.of(x),
      width,
      numRows,
      numEntries: csr.indices.length,
    };
    maximaInto(pool, input, out, argmax);
    return {
      values: pool.arena.float32(out, numRows * width).slice(),
      argmax: pool.arena.int32(argmax, numRows * width).slice(),
    };
  });
}

/**
 * The maximum form of the sparse product: values[r, c] = MAX over the entries of row r of value x[column, c], x [numCols, width], and
 * the entry it comes from. The first of equals wins, NaN over everything; an empty row gives 0 and -1. Threaded, the same bits for
 * any number of threads. O(E x width).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function spmmMax(
  csr: Csr | WeightedCsr,
  x: Float32Array,
  width: number,
  { pool = getPool() }: PoolOption = {},
): Maxima {
  expectCsr(csr);
  expectSize('The dense side', x, csr.numCols * width);
  return maxima(pool, csr, x, width, true);
}

/**
 * Gradient of {@link spmmMax} by x on addresses, with the transpose of the matrix and the numbers its entries have in the matrix:
 * out[c] = SUM of value dy[r] over the entries that hold the maximum.
 */
export function maximaGradientInto(
  pool: Pool,
  transposed: {
    readonly indptr: number;
    readonly indices: number;
    readonly entries: number;
    readonly weights: number;
    readonly numRows: number;
    readonly numEntries: number;
  },
  sides: { readonly dy: number; readonly argmax: number; readonly width: number },
  out: number,
): void {
  const { indptr, indices, entries, weights, numRows, numEntries } = transposed;
  const args = [indptr, indices, entries, weights, sides.dy, sides.argmax, sides.width, out];
  pool.run('maximaGradient', args, numRows, grainOfRows(numRows, (numEntries + numRows) * sides.width));
}
