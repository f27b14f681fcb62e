import { HeteroGraphError, type WeightedCsr } from '../../core/index.js';
import { placed } from '../threads/placed.js';
import { getPool } from '../threads/pool.js';
import { expectCount, expectCsr, rowsOf } from './checks.js';
import { grainOfRows, type PoolOption } from './run-into.js';

/** The k best of every row, best first. */
export interface TopK {
  /** [rows, k]. */
  readonly values: Float32Array;
  /** [rows, k], their columns. */
  readonly indices: Int32Array;
}

/**
 * The k largest values of every row of x [rows, width], best first, the lower column of equals first; NaN counts as -Infinity.
 * Threaded. O(rows x (width + k log k)) for rows in random order.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION where k is not in [1, width]
 */
export function topK(x: Float32Array, width: number, k: number, { pool = getPool() }: PoolOption = {}): TopK {
  const rows = rowsOf('The matrix', x, width);
  expectCount('k', k);
  if (k > width) {
    throw new HeteroGraphError('INVALID_OPTION', `k is ${k}, a row has ${width} values.`, { hint: 'Use a lower k.' });
  }
  return placed(pool.arena, (place) => {
    const values = place.block(rows * k * 4);
    const indices = place.block(rows * k * 4);
    pool.run('topKDense', [place.of(x), width, k, values, indices], rows, grainOfRows(rows, x.length));
    return {
      values: pool.arena.float32(values, rows * k).slice(),
      indices: pool.arena.int32(indices, rows * k).slice(),
    };
  });
}

/**
 * Every row of a CSR cut to its k largest values; entries stay in their order, the earlier one of equals is kept, NaN counts as
 * -Infinity. `entries` tells the number that each had. Threaded. O(E log k) at most.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function topKEntries(
  csr: WeightedCsr,
  k: number,
  { pool = getPool() }: PoolOption = {},
): WeightedCsr & { readonly entries: Int32Array } {
  expectCsr(csr);
  expectCount('k', k);
  const { numRows, numCols } = csr;
  const indptr = new Int32Array(numRows + 1);
  for (let r = 0; r < numRows; r++) {
    indptr[r + 1] = indptr[r]! + Math.min(k, csr.indptr[r + 1]! - csr.indptr[r]!);
  }
  const total = indptr[numRows]!;
  return placed(pool.arena, (place) => {
    const [indices, values, entries] = [place.block(total * 4), place.block(total * 4), place.block(total * 4)];
    const from = [csr.indptr, csr.indices, csr.values].map((each) => place.of(each));
    const args = [...from, k, place.of(indptr), indices, values, entries];
    pool.run('topKSparse', args, numRows, grainOfRows(numRows, csr.indices.length + numRows));
    return {
      numRows,
      numCols,
      indptr,
      indices: pool.arena.int32(indices, total).slice(),
      values: pool.arena.float32(values, total).slice(),
      entries: pool.arena.int32(entries, total).slice(),
    };
  });
}
