import { f32 } from '../threads/arguments.js';
import type { Pool } from '../threads/pool.js';
import type { MaskArguments } from './dropout-mask.js';
import { grainOf } from './elementwise.js';
import { sumPartials } from './reduce.js';

const chunk = 4096;

/** out = m prelu(x), m in {0, 256 / threshold}; `slope` is an address. With a slope of 1 it is plain dropout. */
export function preluInto(
  pool: Pool,
  x: number,
  slope: number,
  out: number,
  n: number,
  { threshold, key0, key1 }: MaskArguments,
): void {
  const units = Math.ceil(n / chunk);
  const args = [x, slope, out, n, key0, key1, threshold, f32(256 / threshold)];
  pool.run('preluForward', args, units, grainOf(n, chunk, units));
}

/** Writes dx and returns the gradient of the slope, summed in float64 by chunks of 4,096 elements in order. */
export function preluGradientInto(
  pool: Pool,
  { x, slope, dy, dx, n }: { x: number; slope: number; dy: number; dx: number; n: number },
  { threshold, key0, key1 }: MaskArguments,
): number {
  const units = Math.ceil(n / chunk);
  const partial = pool.arena.alloc(units * 8);
  const args = [x, slope, dx, n, key0, key1, threshold, f32(256 / threshold), dy, partial];
  pool.run('preluBackward', args, units, grainOf(n, chunk, units));
  const gradient = sumPartials(pool, partial, units);
  pool.arena.free(partial);
  return gradient;
}
