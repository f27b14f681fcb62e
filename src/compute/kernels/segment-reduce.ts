import type { Csr } from '../../core/index.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectCsr, expectSize, expectWord } from './checks.js';
import { grainOfRows, type PoolOption, runInto } from './run-into.js';
import { type Maxima, maxima } from './spmm-max.js';

/** Segments as addresses: `entries` 0 where entry e is row e of the values. */
export interface Segments {
  readonly indptr: number;
  readonly entries: number;
  readonly numRows: number;
  readonly numEntries: number;
}

/** out [numRows, width] = sums (or means) of the rows of values over every segment. */
export function segmentSumInto(
  pool: Pool,
  { indptr, entries, numRows, numEntries }: Segments,
  values: number,
  width: number,
  out: number,
  mean = false,
): void {
  const args = [indptr, entries, values, width, out, mean ? 1 : 0];
  pool.run('segmentSum', args, numRows, grainOfRows(numRows, (numEntries + numRows) * width));
}

/** out[e] = dy[r], divided by the length of the segment where `mean`: the gradient of {@link segmentSumInto}. */
export function spreadInto(
  pool: Pool,
  { indptr, numRows, numEntries }: Segments,
  dy: number,
  width: number,
  out: number,
  mean: boolean,
): void {
  const grain = grainOfRows(numRows, (numEntries + numRows) * width);
  pool.run('spreadRows', [indptr, dy, width, out, mean ? 1 : 0], numRows, grain);
}

/** out[e] = dy[r] where entry e is the argmax, else 0: the gradient of a maximum over segments. */
export function spreadMaximaInto(
  pool: Pool,
  { indptr, numRows, numEntries }: Segments,
  dy: number,
  argmax: number,
  width: number,
  out: number,
): void {
  const grain = grainOfRows(numRows, (numEntries + numRows) * width);
  pool.run('spreadMaxima', [indptr, dy, argmax, width, out], numRows, grain);
}

/**
 * Sum or mean over the entries of every row of a CSR of values [E, width], one row of them per entry; out [numRows, width], an empty
 * row gives 0. Threaded, the same bits for any number of threads. O(E x width).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function segmentReduce(
  csr: Csr,
  values: Float32Array,
  width: number,
  reduce: 'sum' | 'mean',
  { pool = getPool() }: PoolOption = {},
): Float32Array {
  expectWord('reduce', reduce, ['sum', 'mean']);
  expectCsr(csr);
  const { numRows, indices } = csr;
  expectSize('The array of values', values, indices.length * width);
  return runInto(pool, numRows * width, (place, out) => {
    const segments = { indptr: place.of(csr.indptr), entries: 0, numRows, numEntries: indices.length };
    segmentSumInto(pool, segments, place.of(values), width, out, reduce === 'mean');
  });
}

/**
 * Maximum and argmax over the entries of every row of a CSR of values [E, width]; rules and cost of {@link spmmMax}.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function segmentMax(
  csr: Csr,
  values: Float32Array,
  width: number,
  { pool = getPool() }: PoolOption = {},
): Maxima {
  expectCsr(csr);
  expectSize('The array of values', values, csr.indices.length * width);
  return maxima(pool, csr, values, width, false);
}
