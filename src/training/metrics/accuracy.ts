import type { Metric } from '../types.js';
import { checkPrediction, predictedClasses, predictedFlags, trueFlags } from './decisions.js';

/** Share of rows that are right in [0, 1]; multi-label: right in every class (subset accuracy). NaN on no rows. */
export const accuracy: Metric = {
  name: 'accuracy',
  direction: 'max',
  compute(prediction, targets) {
    checkPrediction(prediction, targets);
    const { rows, numClasses } = prediction;
    let right = 0;
    if (targets.kind === 'single') {
      const guess = predictedClasses(prediction);
      for (let i = 0; i < rows.length; i++) if (guess[i] === targets.labels[rows[i]!]) right++;
    } else {
      const guess = predictedFlags(prediction);
      const truth = trueFlags(rows, targets);
      for (let i = 0; i < rows.length; i++) {
        let c = 0;
        while (c < numClasses && guess[i * numClasses + c] === truth[i * numClasses + c]) c++;
        if (c === numClasses) right++;
      }
    }
    return right / rows.length;
  },
};
