import type { AdamStep } from '../../../src/compute/internal.js';

/** One step of Adam in float64, in place. */
export function adamReference(
  arrays: Readonly<Record<'parameter' | 'gradient' | 'm' | 'v', Float64Array>>,
  { beta1, beta2, epsilon, learningRate, step }: AdamStep,
): void {
  const { parameter, gradient, m, v } = arrays;
  for (let i = 0; i < parameter.length; i++) {
    m[i] = beta1 * m[i]! + (1 - beta1) * gradient[i]!;
    v[i] = beta2 * v[i]! + (1 - beta2) * gradient[i]! ** 2;
    const mean = m[i]! / (1 - beta1 ** step);
    parameter[i]! -= (learningRate * mean) / (Math.sqrt(v[i]! / (1 - beta2 ** step)) + epsilon);
  }
}
