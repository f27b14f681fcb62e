import { checkPrediction } from '../decisions.js';
import type { Metric } from '../types.js';
import { logSumExp, softplus } from './probabilities.js';

/**
 * Mean negative log-likelihood in nats: softmax cross entropy per row, or sigmoid cross entropy per row and class.
 * Computed on logits, so that confident mistakes cost what they should and never infinity. NaN on no rows.
 */
export const logLoss: Metric = {
  name: 'logLoss',
  direction: 'min',
  compute(prediction, targets) {
    checkPrediction(prediction, targets);
    const { logits, rows, numClasses } = prediction;
    let sum = 0;
    for (let i = 0; i < rows.length; i++) {
      const start = i * numClasses;
      if (targets.kind === 'single') {
        sum += logSumExp(logits, start, numClasses) - logits[start + targets.labels[rows[i]!]!]!;
        continue;
      }
      const labels = rows[i]! * numClasses;
      for (let c = 0; c < numClasses; c++) {
        const z = logits[start + c]!;
        sum += softplus(z) - (targets.labels[labels + c] ? z : 0);
      }
    }
    return sum / (targets.kind === 'single' ? rows.length : logits.length);
  },
};
