import { getPool } from '../threads/pool.js';
import { expectWord, rowsOf } from './checks.js';
import { reduceAllInto, reduceColumnsInto, softmaxInto, sumRowsInto } from './reduce.js';
import { type PoolOption, runInto } from './run-into.js';

/**
 * Softmax of the rows of x [rows, width], or its logarithm; the maximum is subtracted first. Threaded. O(rows x width).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function softmaxRows(
  x: Float32Array,
  width: number,
  { logarithm = false, pool = getPool() }: PoolOption & { readonly logarithm?: boolean } = {},
): Float32Array {
  const rows = rowsOf('The matrix', x, width);
  return runInto(pool, x.length, (place, out) => softmaxInto(pool, place.of(x), rows, width, out, logarithm));
}

/** How values become one; 'max' of none is -Infinity, 'mean' of none NaN. */
export type Reduction = 'sum' | 'mean' | 'max';
const reductions: readonly Reduction[] = ['sum', 'mean', 'max'];

/** One value for every row of x [rows, width] -> [rows]. Threaded, the same bits for any number of threads. O(rows x width). */
export function reduceRows(
  x: Float32Array,
  width: number,
  reduction: Reduction,
  { pool = getPool() }: PoolOption = {},
): Float32Array {
  expectWord('reduction', reduction, reductions);
  const rows = rowsOf('The matrix', x, width);
  const op = reduction === 'max' ? 'max' : 'sum';
  const scale = reduction === 'mean' ? 1 / width : 1;
  return runInto(pool, rows, (place, out) => reduceColumnsInto(pool, op, place.of(x), rows, width, out, scale));
}

/**
 * One value for every column of x [rows, width] -> [width]. Sums of 128 rows are summed in turn: the same bits for any number of
 * threads. O(rows x width).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION for 'max' ({@link topK} or {@link reduceRows} of the transpose)
 */
export function reduceColumns(
  x: Float32Array,
  width: number,
  reduction: Exclude<Reduction, 'max'>,
  { pool = getPool() }: PoolOption = {},
): Float32Array {
  const rows = rowsOf('The matrix', x, width);
  expectWord('reduction', reduction, ['sum', 'mean']);
  const sums = runInto(pool, width, (place, out) => sumRowsInto(pool, place.of(x), rows, width, out));
  return reduction === 'mean' ? sums.map((sum) => sum / rows) : sums;
}

/** One value for all. Sums of 4,096 values are summed in turn: the same bits for any number of threads. O(values). */
export function reduceAll(x: Float32Array, reduction: Reduction, { pool = getPool() }: PoolOption = {}): number {
  expectWord('reduction', reduction, reductions);
  const op = reduction === 'max' ? 'max' : 'sum';
  const scale = reduction === 'mean' ? 1 / x.length : 1;
  return runInto(pool, 1, (place, out) => reduceAllInto(pool, op, place.of(x), x.length, out, scale))[0]!;
}
