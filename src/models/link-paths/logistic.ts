import { solvePositiveDefinite } from '../../compute/internal.js';

const MOST_STEPS = 30;

/**
 * Weights of a logistic regression by Newton's method, the last one of the constant 1, which is not penalised.
 *
 * @param rows [N, Q - 1], row-major
 * @param isLink [N]
 * @param penalty half of it times the sum of the squared weights is added to the sum of the losses
 */
export function fitLogistic(rows: Float64Array, isLink: Uint8Array, penalty: number): Float64Array {
  const n = isLink.length;
  const width = rows.length / n;
  const q = width + 1;
  const weights = new Float64Array(q);
  const row = new Float64Array(q).fill(1);
  for (let step = 0; step < MOST_STEPS; step++) {
    const curvature = new Float64Array(q * q);
    const slope = new Float64Array(q);
    for (let j = 0; j < q; j++) {
      const own = j < width ? penalty : 1e-6;
      curvature[j * q + j] = own;
      slope[j] = -own * weights[j]!;
    }
    for (let i = 0; i < n; i++) {
      let z = weights[width]!;
      for (let j = 0; j < width; j++) {
        row[j] = rows[i * width + j]!;
        z += row[j]! * weights[j]!;
      }
      const p = 1 / (1 + Math.exp(-z));
      const rest = isLink[i]! - p;
      const share = Math.max(p * (1 - p), 1e-9);
      for (let j = 0; j < q; j++) {
        slope[j]! += rest * row[j]!;
        const scaled = share * row[j]!;
        for (let k = 0; k <= j; k++) curvature[j * q + k]! += scaled * row[k]!;
      }
    }
    for (let j = 0; j < q; j++) for (let k = 0; k < j; k++) curvature[k * q + j] = curvature[j * q + k]!;
    const change = solvePositiveDefinite(curvature, q, slope, 1);
    let largest = 0;
    for (let j = 0; j < q; j++) {
      weights[j]! += change[j]!;
      largest = Math.max(largest, Math.abs(change[j]!));
    }
    if (largest < 1e-6) break;
  }
  return weights;
}
