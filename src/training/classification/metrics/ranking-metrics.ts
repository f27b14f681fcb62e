import { checkOptions, option } from '../../../core/index.js';
import { averagePrecisionOfRanking, type Ranking, ranked, rocAucOfRanking } from '../../ranking-scores.js';
import { carriesClass, checkPrediction } from '../decisions.js';
import type { Metric, Prediction, Targets } from '../types.js';
import { classScorer } from './class-scorer.js';

type RankingFigure = (ranking: Ranking, times?: ArrayLike<number>) => number;

/** The rows ranked for each of the classes against the rest. O(C B log B). */
function rankings(prediction: Prediction, targets: Targets, classes?: readonly number[]): Ranking[] {
  checkPrediction(prediction, targets);
  const scoresOf = classScorer(prediction, targets.kind);
  const all = classes ?? Array.from({ length: targets.numClasses }, (_, c) => c);
  return all.map((c) => ranked(scoresOf(c), carriesClass(prediction.rows, targets, c)));
}

/** Mean over the classes where the figure is defined. */
function macro(figure: RankingFigure, all: readonly Ranking[], times?: ArrayLike<number>): number {
  const defined = all.map((each) => figure(each, times)).filter((value) => !Number.isNaN(value));
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

function rankingMetric(name: string, figure: RankingFigure, classes?: readonly number[]): Metric {
  return {
    name,
    direction: 'max',
    compute: (prediction, targets) => macro(figure, rankings(prediction, targets, classes)),
    ofTimes(prediction, targets) {
      const all = rankings(prediction, targets, classes);
      return (times) => macro(figure, all, times);
    },
  };
}

/**
 * Area under the ROC curve in [0, 1], one class against the rest, unweighted mean over the classes that have both
 * positives and negatives among the rows; NaN where none has. O(C B log B).
 */
export const rocAuc: Metric = rankingMetric('rocAuc', rocAucOfRanking);

/** Average precision in [0, 1], unweighted mean over the classes that have a positive; NaN where none has. */
export const averagePrecision: Metric = rankingMetric('averagePrecision', averagePrecisionOfRanking);

/** The ROC-AUC of one class against all others; NaN where it has no positives or no negatives. */
export function rocAucOfClass(c: number): Metric {
  checkOptions(option.countFrom(0), c, { what: 'class' });
  return rankingMetric('rocAuc', rocAucOfRanking, [c]);
}

/** The average precision of one class; NaN where no row has it. */
export function averagePrecisionOfClass(c: number): Metric {
  checkOptions(option.countFrom(0), c, { what: 'class' });
  return rankingMetric('averagePrecision', averagePrecisionOfRanking, [c]);
}

/** ROC-AUC of each class against the rest [C], NaN where it has no positives or no negatives. */
export function rocAucPerClass(prediction: Prediction, targets: Targets): Float64Array {
  return Float64Array.from(rankings(prediction, targets), (each) => rocAucOfRanking(each));
}
