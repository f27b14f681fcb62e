import { f32 } from '../threads/arguments.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectOptions, expectSize, rowsOf } from './checks.js';
import { sumRowsInto } from './reduce.js';
import { grainOfRows, type PoolOption, runInto } from './run-into.js';

export interface LayerNormOptions extends PoolOption {
  /** [width]; default ones. */
  readonly scale?: Float32Array;
  /** [width]; default zeros. */
  readonly shift?: Float32Array;
  /** Added to the variance; default 1e-5. */
  readonly epsilon?: number;
}

/** Addresses: x and out [rows, width], scale and shift [width], statistics [rows, 2] (mean, 1 / deviation). */
export interface LayerNormArrays {
  readonly x: number;
  readonly scale: number;
  readonly statistics: number;
  readonly rows: number;
  readonly width: number;
}

/** Rows whose gradients by scale and shift are summed by one thread. Part of the definition of the bits. */
const chunk = 32;

export function layerNormInto(pool: Pool, at: LayerNormArrays, shift: number, out: number, epsilon: number): void {
  const args = [at.x, at.scale, shift, out, at.statistics, at.width, f32(epsilon)];
  pool.run('layerNorm', args, at.rows, grainOfRows(at.rows, 2 * at.rows * at.width));
}

/** Writes dx [rows, width] and the gradients by scale and shift, [2, width], on addresses. */
export function layerNormGradientInto(
  pool: Pool,
  at: LayerNormArrays,
  dy: number,
  dx: number,
  dScaleShift: number,
): void {
  const { x, scale, statistics, rows, width } = at;
  const units = Math.ceil(rows / chunk);
  const partials = pool.arena.alloc(units * 2 * width * 4);
  const args = [x, scale, dy, dx, statistics, width, rows, partials];
  pool.run('layerNormGradient', args, units, grainOfRows(units, 4 * rows * width));
  sumRowsInto(pool, partials, units, 2 * width, dScaleShift);
  pool.arena.free(partials);
}

/**
 * Layer normalisation (Ba, Kiros, Hinton 2016): rows of x [rows, width] minus their mean, over sqrt(variance + epsilon), times scale,
 * plus shift. Threaded. O(rows x width).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function layerNorm(x: Float32Array, width: number, options: LayerNormOptions = {}): Float32Array {
  expectOptions(options, { scale: null, shift: null, epsilon: null, pool: null });
  const { epsilon = 1e-5, pool = getPool() } = options;
  const rows = rowsOf('The matrix', x, width);
  const scale = options.scale ?? new Float32Array(width).fill(1);
  const shift = options.shift ?? new Float32Array(width);
  expectSize('The scale', scale, width);
  expectSize('The shift', shift, width);
  return runInto(pool, x.length, (place, out) => {
    const at = { x: place.of(x), scale: place.of(scale), statistics: place.block(rows * 8), rows, width };
    layerNormInto(pool, at, place.of(shift), out, epsilon);
  });
}
