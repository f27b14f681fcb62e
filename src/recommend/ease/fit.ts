import { multiplyCsr, transposeCsr } from '../../compute/index.js';
import { throwIfAborted, type WeightedCsr, yieldToEventLoop } from '../../core/index.js';
import { invertPositiveDefinite } from '../algebra/inverse.js';
import type { FitOptions } from '../core/definition.js';
import type { EaseSettings } from './settings.js';

/**
 * Weights [items, items] of the paper's closed form: with P the inverse of XT X + regularization, B = -P_ij / P_jj off the diagonal and 0 on
 * it. The row of B is the item of the history, its column the item that is scored. O(items^3).
 */
export async function easeWeights(
  matrix: WeightedCsr,
  { regularization }: EaseSettings,
  { signal, onProgress }: FitOptions,
): Promise<Float32Array> {
  const n = matrix.numCols;
  onProgress?.({ stage: 'ease', done: 0, total: 2, unit: 'steps' });
  const together = multiplyCsr(transposeCsr(matrix), matrix);
  const gram = new Float32Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let e = together.indptr[i]!; e < together.indptr[i + 1]!; e++)
      gram[i * n + together.indices[e]!] = together.values[e]!;
    gram[i * n + i]! += regularization;
  }
  onProgress?.({ stage: 'ease', done: 1, total: 2, unit: 'steps' });
  await yieldToEventLoop();
  throwIfAborted(signal);
  const weights = invertPositiveDefinite(gram, n);
  const diagonal = Float32Array.from({ length: n }, (_, j) => weights[j * n + j]!);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) weights[i * n + j] = i === j ? 0 : -weights[i * n + j]! / diagonal[j]!;
  }
  onProgress?.({ stage: 'ease', done: 2, total: 2, unit: 'steps' });
  return weights;
}
