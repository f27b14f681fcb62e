import { gemm } from '../../compute/index.js';
import type { Evaluation } from './minimise.js';

/** Rows to learn from. */
export interface LogisticData {
  /** [n, width], row-major, the last column constant 1. */
  readonly x: Float32Array;
  /** 0/1 indicators of classes [n, C]. */
  readonly indicators: Float32Array;
  readonly width: number;
  readonly numClasses: number;
  /** Whether each class is decided by itself. */
  readonly multiLabel: boolean;
  /** How much each row counts [n], where they have one class each; default 1. */
  readonly rowWeights?: Float32Array | undefined;
}

/**
 * The mean over rows of cross-entropy, times the weight of the row, plus penalty / (2 n) times the sum of the squared weights, those of the constant left out, and its
 * gradient, at weights [width, C]. Two classes that exclude each other have weights w and -w: each is penalised doubly, which is the penalty
 * of the one vector 2 w that says the same.
 */
export function logisticObjective(data: LogisticData, penalty: number): (weights: Float64Array) => Evaluation {
  const { x, indicators, width, numClasses, multiLabel } = data;
  const n = x.length / width;
  const strength = (penalty * (numClasses === 2 && !multiLabel ? 2 : 1)) / n;
  const numPenalised = (width - 1) * numClasses;
  return (weights) => {
    const scores = gemm(x, Float32Array.from(weights), n, numClasses, width);
    let value = multiLabel ? sigmoidRest(scores, indicators) / n : softmaxRest(scores, data) / n;
    const gradient = Float64Array.from(
      gemm(x, scores, width, numClasses, n, { transposeA: true }),
      (sum, i) => sum / n + (i < numPenalised ? strength * weights[i]! : 0),
    );
    for (let i = 0; i < numPenalised; i++) value += (strength / 2) * weights[i]! ** 2;
    return { value, gradient };
  };
}

/** Sum of the weighted cross-entropies; scores become weight times (probability - indicator). */
function softmaxRest(scores: Float32Array, { indicators, numClasses, rowWeights }: LogisticData): number {
  let loss = 0;
  for (let at = 0; at < scores.length; at += numClasses) {
    const end = at + numClasses;
    const weight = rowWeights ? rowWeights[at / numClasses]! : 1;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = at; i < end; i++) most = Math.max(most, scores[i]!);
    let total = 0;
    for (let i = at; i < end; i++) total += Math.exp(scores[i]! - most);
    const logTotal = most + Math.log(total);
    for (let i = at; i < end; i++) {
      if (indicators[i] === 1) loss += weight * (logTotal - scores[i]!);
      scores[i] = weight * (Math.exp(scores[i]! - logTotal) - indicators[i]!);
    }
  }
  return loss;
}

function sigmoidRest(scores: Float32Array, indicators: Float32Array): number {
  let loss = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    loss += Math.max(score, 0) - score * indicators[i]! + Math.log1p(Math.exp(-Math.abs(score)));
    scores[i] = 1 / (1 + Math.exp(-score)) - indicators[i]!;
  }
  return loss;
}
