import { f32 } from '../threads/arguments.js';
import type { Pool } from '../threads/pool.js';
import { grainOf } from './elementwise.js';

/** Addresses of [N, width] float32 each, and of `count` distinct row numbers (int32). */
export interface AdagradArrays {
  readonly parameter: number;
  readonly gradient: number;
  /** Sums of squared gradients so far. */
  readonly squares: number;
  readonly rows: number;
  readonly count: number;
  readonly width: number;
}

/** For the listed rows: s += g^2; p -= lr g / (sqrt(s) + eps); g = 0. One pass. O(count x width). */
export function adagradRowsInto(
  pool: Pool,
  { parameter, gradient, squares, rows, count, width }: AdagradArrays,
  { learningRate, epsilon }: { readonly learningRate: number; readonly epsilon: number },
): void {
  const args = [parameter, gradient, squares, rows, width, f32(-learningRate), f32(epsilon)];
  pool.run('adagradRows', args, count, grainOf(count * width, width, count));
}
