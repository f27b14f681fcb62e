import { checkPrediction, predictedClasses, predictedFlags, trueFlags } from '../decisions.js';
import type { Metric, Prediction, Targets } from '../types.js';
import { meanOf, meanOfTimes } from './row-means.js';

/** Share of rows that are right in [0, 1]; multi-label: right in every class (subset accuracy). NaN on no rows. */
export const accuracy: Metric = {
  name: 'accuracy',
  direction: 'max',
  compute: (prediction, targets) => meanOf(rightRows(prediction, targets)),
  ofTimes(prediction, targets) {
    const right = rightRows(prediction, targets);
    return (times) => meanOfTimes(right, times);
  },
};

/** 1 for rows that are right, else 0. */
function rightRows(prediction: Prediction, targets: Targets): Uint8Array {
  checkPrediction(prediction, targets);
  const { rows, numClasses } = prediction;
  const right = new Uint8Array(rows.length);
  if (targets.kind === 'single') {
    const predicted = predictedClasses(prediction);
    for (let i = 0; i < rows.length; i++) right[i] = predicted[i] === targets.labels[rows[i]!] ? 1 : 0;
    return right;
  }
  const predicted = predictedFlags(prediction);
  const actual = trueFlags(rows, targets);
  for (let i = 0; i < rows.length; i++) {
    let c = 0;
    while (c < numClasses && predicted[i * numClasses + c] === actual[i * numClasses + c]) c++;
    right[i] = c === numClasses ? 1 : 0;
  }
  return right;
}
