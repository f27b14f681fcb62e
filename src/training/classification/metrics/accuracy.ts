import { checkPrediction, predictedClasses, predictedFlags, trueFlags } from '../decisions.js';
import type { Metric } from '../types.js';

/** Share of rows that are right in [0, 1]; multi-label: right in every class (subset accuracy). NaN on no rows. */
export const accuracy: Metric = {
  name: 'accuracy',
  direction: 'max',
  compute(prediction, targets) {
    checkPrediction(prediction, targets);
    const { rows, numClasses } = prediction;
    let right = 0;
    if (targets.kind === 'single') {
      const predicted = predictedClasses(prediction);
      for (let i = 0; i < rows.length; i++) if (predicted[i] === targets.labels[rows[i]!]) right++;
    } else {
      const predicted = predictedFlags(prediction);
      const actual = trueFlags(rows, targets);
      for (let i = 0; i < rows.length; i++) {
        let c = 0;
        while (c < numClasses && predicted[i * numClasses + c] === actual[i * numClasses + c]) c++;
        if (c === numClasses) right++;
      }
    }
    return right / rows.length;
  },
};
