import { expectPrediction } from '../decisions.js';
import type { Prediction } from '../types.js';
import { logSumExp } from './probabilities.js';

/**
 * What ranks the rows for a class: the log-odds of its probability, which do not run into ties near 0 and 1 as probabilities do.
 *
 * @returns of a class, [B]
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function classScorer(prediction: Prediction, kind: 'single' | 'multi'): (c: number) => Float64Array {
  expectPrediction(prediction);
  const { logits, numClasses, rows } = prediction;
  const others = kind === 'single' ? restOf(prediction) : undefined;
  return (c) => {
    const scores = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) scores[i] = logits[i * numClasses + c]! - (others?.(i, c) ?? 0);
    return scores;
  };
}

/** log of the sum of exponentials of the other classes of a row. Of two classes it is the other score, to the bit. */
function restOf({ logits, numClasses, rows }: Prediction): (i: number, c: number) => number {
  if (numClasses === 2) return (i, c) => logits[2 * i + 1 - c]!;
  // The sum without a class is the sum of all less its own part, unless that part is most of it: of one class a row at most.
  const highest = new Float64Array(rows.length);
  const sums = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const own = logits.subarray(i * numClasses, (i + 1) * numClasses);
    highest[i] = own.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    for (const z of own) sums[i]! += Math.exp(z - highest[i]!);
  }
  return (i, c) => {
    const part = Math.exp(logits[i * numClasses + c]! - highest[i]!);
    if (2 * part > sums[i]!) return logSumExp(logits, i * numClasses, numClasses, c);
    return highest[i]! + Math.log(sums[i]! - part);
  };
}
