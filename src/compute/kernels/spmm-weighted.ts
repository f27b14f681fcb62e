import type { Csr } from '../../core/index.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectCount, expectCsr, expectOptions, expectSize, rowsOf } from './checks.js';
import { gatherInto } from './layout.js';
import { grainOfRows, type PoolOption, runInto } from './run-into.js';
import { runSpmm } from './run-spmm.js';
import type { PlacedCsr } from './sddmm.js';

export interface SpmmWeightedOptions extends PoolOption {
  /** Default 1. */
  readonly heads?: number;
}

/** Number of columns from which one head is faster with the plain product, whose panels fit the cache. */
const WORTH_PANELS = 16;

/**
 * out[r, h] = SUM over entries of weights[e, h] x[column, h] on addresses. `entries` gives the place of an entry in the weights, 0
 * where it is its own: so the transpose of a matrix works with the weights of the matrix itself.
 */
export function spmmWeightedInto(
  pool: Pool,
  { indptr, indices, numRows, numEntries }: PlacedCsr,
  sides: {
    readonly entries: number;
    readonly weights: number;
    readonly x: number;
    readonly heads: number;
    readonly width: number;
    readonly numCols: number;
  },
  out: number,
): void {
  const { entries, weights, x, heads, width, numCols } = sides;
  if (heads === 1 && width >= WORTH_PANELS) {
    const values = entries === 0 ? weights : pool.arena.alloc(numEntries * 4);
    if (entries !== 0) gatherInto(pool, weights, entries, numEntries, 1, values);
    const call = { indptr, indices, values, entries: numEntries, numCols, x, format: 'f32' as const, width };
    runSpmm(pool, { ...call, out, stride: width, rows: 0, count: numRows, mean: false });
    if (entries !== 0) pool.arena.free(values);
    return;
  }
  const args = [indptr, indices, entries, weights, x, heads, width, out];
  pool.run('edgeProduct', args, numRows, grainOfRows(numRows, (numEntries + numRows) * heads * width));
}

/**
 * Sparse times dense with a weight per entry and head, as attention has it: out[r, h] = SUM over the entries of row r of
 * weights[e, h] x[column, h]; weights [E, heads], x [numCols, width] with heads side by side, out [numRows, width]. Values of the
 * CSR are not read. Threaded, the same bits for any number of threads. O(E x width).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function spmmWeighted(
  csr: Csr,
  weights: Float32Array,
  x: Float32Array,
  width: number,
  options: SpmmWeightedOptions = {},
): Float32Array {
  expectOptions(options, { heads: null, pool: null });
  const { heads = 1, pool = getPool() } = options;
  expectCsr(csr);
  expectCount('heads', heads);
  expectSize('The array of weights', weights, csr.indices.length * heads);
  expectSize('The dense side', x, csr.numCols * width);
  const headWidth = rowsOf('A row', { length: width }, heads);
  return runInto(pool, csr.numRows * width, (place, out) => {
    const at = {
      indptr: place.of(csr.indptr),
      indices: place.of(csr.indices),
      numRows: csr.numRows,
      numEntries: csr.indices.length,
    };
    spmmWeightedInto(
      pool,
      at,
      { entries: 0, weights: place.of(weights), x: place.of(x), heads, width: headWidth, numCols: csr.numCols },
      out,
    );
  });
}
