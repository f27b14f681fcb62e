import { averagePrecisionOf, rocAucOf } from '../../ranking-scores.js';
import { carriesClass, checkPrediction } from '../decisions.js';
import type { Metric, Prediction, Targets } from '../types.js';
import { classScores } from './probabilities.js';

type RankingScore = (scores: Float64Array, positive: Uint8Array) => number;

/** The score of each class against the rest [C]; NaN where it is not defined. */
function oneVersusRest(score: RankingScore, prediction: Prediction, targets: Targets): Float64Array {
  checkPrediction(prediction, targets);
  return Float64Array.from({ length: targets.numClasses }, (_, c) =>
    score(classScores(prediction, targets.kind, c), carriesClass(prediction.rows, targets, c)),
  );
}

/** Mean over the classes where the score is defined. */
function macro(score: RankingScore, prediction: Prediction, targets: Targets): number {
  const defined = oneVersusRest(score, prediction, targets).filter((value) => !Number.isNaN(value));
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

/**
 * Area under the ROC curve in [0, 1], one class against the rest, unweighted mean over the classes that have both
 * positives and negatives among the rows; NaN where none has. O(C B log B).
 */
export const rocAuc: Metric = {
  name: 'rocAuc',
  direction: 'max',
  compute: (prediction, targets) => macro(rocAucOf, prediction, targets),
};

/** Average precision in [0, 1], unweighted mean over the classes that have a positive; NaN where none has. */
export const averagePrecision: Metric = {
  name: 'averagePrecision',
  direction: 'max',
  compute: (prediction, targets) => macro(averagePrecisionOf, prediction, targets),
};

/** ROC-AUC of each class against the rest [C], NaN where it has no positives or no negatives. */
export function rocAucPerClass(prediction: Prediction, targets: Targets): Float64Array {
  return oneVersusRest(rocAucOf, prediction, targets);
}
