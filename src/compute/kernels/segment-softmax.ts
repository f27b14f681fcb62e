import type { Csr } from '../../core/index.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectCount, expectCsr, expectOptions, expectSize } from './checks.js';
import { grainOfRows, type PoolOption, runInto } from './run-into.js';
import type { Segments } from './segment-reduce.js';

export interface SegmentSoftmaxOptions extends PoolOption {
  /** Default 1. */
  readonly heads?: number;
}

/** out [E, heads] = softmax of scores [E, heads] over the entries of every row; on addresses, `out` may be `scores`. */
export function segmentSoftmaxInto(
  pool: Pool,
  { indptr, numRows, numEntries }: Segments,
  scores: number,
  heads: number,
  out: number,
): void {
  const grain = grainOfRows(numRows, (numEntries + numRows) * heads * 4);
  pool.run('segmentSoftmax', [indptr, scores, heads, out], numRows, grain);
}

/** ds = p (dp - SUM over the row of p dp), on addresses. */
export function segmentSoftmaxGradientInto(
  pool: Pool,
  { indptr, numRows, numEntries }: Segments,
  sides: { readonly p: number; readonly dp: number; readonly heads: number },
  out: number,
): void {
  const { p, dp, heads } = sides;
  const grain = grainOfRows(numRows, (numEntries + numRows) * heads * 2);
  pool.run('segmentSoftmaxGradient', [indptr, p, dp, heads, out], numRows, grain);
}

/**
 * Softmax over the entries of every row of a CSR, for every head by itself: scores [E, heads] -> [E, heads]. The maximum is
 * subtracted first; entries of -Infinity get 0, a row of them alone gets zeros. Threaded, the same bits for any number of threads.
 * O(E x heads).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function segmentSoftmax(csr: Csr, scores: Float32Array, options: SegmentSoftmaxOptions = {}): Float32Array {
  expectOptions(options, { heads: null, pool: null });
  const { heads = 1, pool = getPool() } = options;
  expectCsr(csr);
  expectCount('heads', heads);
  const { numRows, indices } = csr;
  expectSize('The array of scores', scores, indices.length * heads);
  return runInto(pool, scores.length, (place, out) => {
    const segments = { indptr: place.of(csr.indptr), entries: 0, numRows, numEntries: indices.length };
    segmentSoftmaxInto(pool, segments, place.of(scores), heads, out);
  });
}
