import { solvePositiveDefinite } from '../../compute/internal.js';
import { type Pieces, RandomStream } from '../../core/index.js';

/** Strengths as they might have been, a row a draw: normal about the estimate, [draws, count]. */
export function* normalDraws(
  strengths: Float64Array,
  covariance: Float64Array,
  numDraws: number,
  seed: number,
): Pieces<Float64Array> {
  const n = strengths.length;
  const factor = covariance.slice();
  let trace = 0;
  for (let i = 0; i < n; i++) trace += covariance[i * n + i]!;
  // All strengths moved together, which shows in no difference of two, makes the matrix positive definite.
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) factor[i * n + j]! += trace / n + (i === j ? (1e-12 * trace) / n + 1e-300 : 0);
  }
  solvePositiveDefinite(factor, n, new Float64Array(0), 0);
  const out = new Float64Array(numDraws * n);
  const normal = new Float64Array(n);
  for (let draw = 0; draw < numDraws; draw++) {
    const stream = new RandomStream(seed, 'ranking', 'draw', draw);
    for (let i = 0; i < n; i++) normal[i] = stream.nextNormal();
    for (let i = 0; i < n; i++) {
      let sum = strengths[i]!;
      for (let k = 0; k <= i; k++) sum += factor[i * n + k]! * normal[k]!;
      out[draw * n + i] = sum;
    }
    yield;
  }
  return out;
}
