import type { Pool } from '../threads/pool.js';
import { grainOf } from './elementwise.js';

export const activations = { gelu: 0, elu: 1 } as const;
/** gelu: x times the normal distribution function of x; elu: x where positive, else e^x - 1. */
export type Activation = keyof typeof activations;

const chunk = 4096;

/** out = f(x) for n elements. */
export function activationInto(pool: Pool, op: Activation, x: number, out: number, n: number): void {
  const units = Math.ceil(n / chunk);
  pool.run('activation', [activations[op], x, out, n], units, grainOf(n, chunk, units));
}

/** dx = dy f'(x) for n elements. */
export function activationGradientInto(
  pool: Pool,
  op: Activation,
  { x, dy, dx }: { readonly x: number; readonly dy: number; readonly dx: number },
  n: number,
): void {
  const units = Math.ceil(n / chunk);
  pool.run('activationGradient', [activations[op], x, dy, dx, n], units, grainOf(n, chunk, units));
}
