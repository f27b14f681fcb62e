import { f32 } from '../threads/arguments.js';
import type { Pool } from '../threads/pool.js';
import { sumRowsInto } from './reduce.js';
import { grainOfRows } from './run-into.js';

/** Addresses: x [rows, width], scale [width], statistics [2, width] (mean and variance of the columns). */
export interface BatchNormArrays {
  readonly x: number;
  readonly scale: number;
  readonly statistics: number;
  readonly rows: number;
  readonly width: number;
  readonly epsilon: number;
}

/** Rows whose sums are added up by one unit, as in ../assembly/dense/batch-norm.ts. */
const chunk = 64;

/** Writes mean and variance (over rows, not rows - 1) of the columns of x [rows, width] to `statistics` [2, width]. */
export function columnStatisticsInto(pool: Pool, x: number, rows: number, width: number, statistics: number): void {
  const values = pool.arena.float32(statistics, 2 * width);
  const overRows = (from: number) => {
    for (let c = from; c < from + width; c++) values[c]! /= Math.max(1, rows);
  };
  sumRowsInto(pool, x, rows, width, statistics);
  overRows(0);
  const units = Math.ceil(rows / chunk);
  const partials = pool.arena.alloc(units * width * 4);
  pool.run('columnSquares', [x, statistics, partials, rows, width], units, grainOfRows(units, rows * width));
  sumRowsInto(pool, partials, units, width, statistics + width * 4);
  overRows(width);
  pool.arena.free(partials);
}

/** out = scale (x - mean) / sqrt(variance + epsilon) + shift, column by column. */
export function batchNormInto(pool: Pool, at: BatchNormArrays, shift: number, out: number): void {
  const { x, scale, statistics, rows, width, epsilon } = at;
  const args = [x, statistics, scale, shift, out, width, f32(epsilon)];
  pool.run('batchNorm', args, rows, grainOfRows(rows, rows * width));
}

/** Writes dx [rows, width] and the gradients by scale and shift, [2, width]; `isBatch`: the statistics are those of x. */
export function batchNormGradientInto(
  pool: Pool,
  at: BatchNormArrays,
  { dy, dx, sums }: { readonly dy: number; readonly dx: number; readonly sums: number },
  isBatch: boolean,
): void {
  const { x, scale, statistics, rows, width } = at;
  const epsilon = f32(at.epsilon);
  const units = Math.ceil(rows / chunk);
  const partials = pool.arena.alloc(units * 2 * width * 4);
  const grain = grainOfRows(units, rows * width);
  pool.run('batchNormSums', [x, statistics, dy, partials, rows, width, epsilon], units, grain);
  sumRowsInto(pool, partials, units, 2 * width, sums);
  pool.arena.free(partials);
  const args = [x, statistics, dy, sums, scale, dx, rows, width, epsilon, isBatch ? 1 : 0];
  pool.run('batchNormGradient', args, rows, grainOfRows(rows, rows * width));
}
