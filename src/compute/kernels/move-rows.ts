import { expectArgument } from '../../core/index.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectSize, expectWithin, rowsOf } from './checks.js';
import { gatherInto } from './layout.js';
import { type PoolOption, runInto } from './run-into.js';
import { runSpmm } from './run-spmm.js';

/**
 * Positions of `ids` by their value, by counting sort: those with value s are `order[indptr[s] .. indptr[s + 1]]`, ascending; ids outside
 * [0, segments) are left out. `indptr` takes segments + 1 numbers, `order` as many as there are ids. O(ids + segments).
 */
export function groupPositions(ids: ArrayLike<number>, indptr: Int32Array, order: Int32Array): void {
  const segments = indptr.length - 1;
  indptr.fill(0);
  for (let i = 0; i < ids.length; i++) if (ids[i]! >= 0 && ids[i]! < segments) indptr[ids[i]! + 1]!++;
  for (let s = 0; s < segments; s++) indptr[s + 1]! += indptr[s]!;
  const next = Int32Array.from(indptr);
  for (let i = 0; i < ids.length; i++) {
    const segment = ids[i]!;
    if (segment >= 0 && segment < segments) order[next[segment]!++] = i;
  }
}

/**
 * out[s] = SUM of x rows i with ids[i] = s, in ascending order of i; out [segments, width]. Grouped first, so that every output row is summed by one thread: O(rows + segments + rows x width). Ids outside are skipped.
 */
export function scatterRowsInto(
  pool: Pool,
  ids: ArrayLike<number>,
  x: number,
  width: number,
  segments: number,
  out: number,
): void {
  const { arena } = pool;
  const indptrAt = arena.alloc((segments + 1) * 4);
  const indicesAt = arena.alloc(ids.length * 4);
  groupPositions(ids, arena.int32(indptrAt, segments + 1), arena.int32(indicesAt, ids.length));
  runSpmm(pool, {
    indptr: indptrAt,
    indices: indicesAt,
    values: 0,
    entries: ids.length,
    numCols: ids.length,
    x,
    format: 'f32',
    width,
    out,
    stride: width,
    rows: 0,
    count: segments,
    mean: false,
  });
  arena.free(indicesAt);
  arena.free(indptrAt);
}

/**
 * out[i] = x[rows[i]]: x [N, width] -> [B, width]. Threaded. O(B x width).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function gatherRows(
  x: Float32Array,
  width: number,
  rows: Int32Array,
  { pool = getPool() }: PoolOption = {},
): Float32Array {
  expectWithin('Row', rows, rowsOf('The matrix', x, width));
  return runInto(pool, rows.length * width, (place, out) => {
    gatherInto(pool, place.of(x), place.of(rows), rows.length, width, out);
  });
}

/**
 * out[rows[i]] += x[i]: x [B, width] -> [numRows, width]; rows of one number add up in their order, rows that get none are 0.
 * Threaded, the same bits for any number of threads. O(B x width + numRows).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function scatterAddRows(
  x: Float32Array,
  width: number,
  rows: Int32Array,
  numRows: number,
  { pool = getPool() }: PoolOption = {},
): Float32Array {
  expectArgument(x, 'numbers', 'x');
  expectArgument(rows, 'numbers', 'rows');
  expectSize('The matrix', x, rows.length * width);
  expectWithin('Row', rows, numRows);
  return runInto(pool, numRows * width, (place, out) => {
    scatterRowsInto(pool, rows, place.of(x), width, numRows, out);
  });
}
