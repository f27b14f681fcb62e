import { f32 } from '../threads/arguments.js';
import type { Pool } from '../threads/pool.js';
import { grainOf } from './elementwise.js';

/** Scalars of one step t, as PyTorch computes them in float64. */
export interface AdamStep {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly learningRate: number;
  /** t, from 1. */
  readonly step: number;
}

/** Addresses of n values each; parameter, m and v are updated in place. */
export interface AdamArrays {
  readonly parameter: number;
  readonly gradient: number;
  readonly m: number;
  readonly v: number;
  readonly n: number;
}

const chunk = 4096;

/** m += (1 - b1)(g - m); v = b2 v + (1 - b2) g^2; p -= lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps). One pass. */
export function adamInto(pool: Pool, { parameter, gradient, m, v, n }: AdamArrays, at: AdamStep): void {
  const { beta1, beta2 } = at;
  const correction = Math.sqrt(1 - beta2 ** at.step);
  const stepSize = at.learningRate / (1 - beta1 ** at.step);
  const units = Math.ceil(n / chunk);
  const scalars = [1 - beta1, beta2, 1 - beta2, correction, at.epsilon, -stepSize].map(f32);
  pool.run('adam', [parameter, gradient, m, v, n, ...scalars], units, grainOf(n, chunk, units));
}
