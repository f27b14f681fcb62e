import { expectPrediction } from '../decisions.js';
import type { Prediction } from '../types.js';

/** Sigmoid without overflow. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** log(1 + exp(z)) without overflow. */
export function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** log of the sum of exponentials of `logits[start .. start + width)`, skipping position `skip` (-1: none). */
export function logSumExp(logits: Float32Array, start: number, width: number, skip = -1): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < width; c++) if (c !== skip && logits[start + c]! > max) max = logits[start + c]!;
  let sum = 0;
  for (let c = 0; c < width; c++) if (c !== skip) sum += Math.exp(logits[start + c]! - max);
  return sum === 0 ? Number.NEGATIVE_INFINITY : max + Math.log(sum);
}

/** Class probabilities [B, C] in float64: softmax over the classes, or the sigmoid of each. */
export function probabilities(prediction: Prediction, kind: 'single' | 'multi'): Float64Array {
  expectPrediction(prediction);
  const { logits, numClasses } = prediction;
  const out = new Float64Array(logits.length);
  if (kind === 'multi') {
    for (let i = 0; i < logits.length; i++) out[i] = sigmoid(logits[i]!);
    return out;
  }
  for (let start = 0; start < logits.length; start += numClasses) {
    const scale = logSumExp(logits, start, numClasses);
    for (let c = 0; c < numClasses; c++) out[start + c] = Math.exp(logits[start + c]! - scale);
  }
  return out;
}
