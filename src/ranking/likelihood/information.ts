import type { Likelihood } from './likelihood.js';

/**
 * Minus the matrix of second derivatives, [size, size]. The direction in which nothing changes, a constant added to all strengths, is filled with the mean
 * of the diagonal, so that it is positive definite.
 */
export function filledInformation(likelihood: Likelihood, out = new Float64Array(likelihood.size ** 2)): Float64Array {
  const { size, numStrengths } = likelihood;
  out.fill(0);
  likelihood.addInformation(out);
  let trace = 0;
  for (let i = 0; i < numStrengths; i++) trace += out[i * size + i]!;
  const fill = trace / numStrengths ** 2;
  for (let i = 0; i < numStrengths; i++) for (let j = 0; j < numStrengths; j++) out[i * size + j]! += fill;
  return out;
}
