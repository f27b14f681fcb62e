import { checkPrediction } from '../decisions.js';
import type { Metric, Prediction, Targets } from '../types.js';
import { logSumExp, softplus } from './probabilities.js';
import { meanOf, meanOfTimes } from './row-means.js';

/**
 * Mean negative log-likelihood in nats: softmax cross entropy per row, or sigmoid cross entropy per row and class.
 * Computed on logits, so that confident mistakes cost what they should and never infinity. NaN on no rows.
 */
export const logLoss: Metric = {
  name: 'logLoss',
  direction: 'min',
  compute: (prediction, targets) => meanOf(rowLosses(prediction, targets)),
  ofTimes(prediction, targets) {
    const losses = rowLosses(prediction, targets);
    return (times) => meanOfTimes(losses, times);
  },
};

/** Of every row; of several classes a row, their mean. */
function rowLosses(prediction: Prediction, targets: Targets): Float64Array {
  checkPrediction(prediction, targets);
  const { logits, rows, numClasses } = prediction;
  const losses = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const start = i * numClasses;
    if (targets.kind === 'single') {
      losses[i] = logSumExp(logits, start, numClasses) - logits[start + targets.labels[rows[i]!]!]!;
      continue;
    }
    const labels = rows[i]! * numClasses;
    let sum = 0;
    for (let c = 0; c < numClasses; c++) {
      const z = logits[start + c]!;
      sum += softplus(z) - (targets.labels[labels + c] ? z : 0);
    }
    losses[i] = sum / numClasses;
  }
  return losses;
}
