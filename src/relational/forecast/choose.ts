import { beyondChance, clusteredMeanAndError, type MeanAndError, rowScores } from '../../models/internal.js';
import type { Learner } from '../learners/types.js';
import type { ForecastKind, LabelledAnchors } from '../tasks/types.js';

/** What a learner predicts of the validation rows. */
export interface Tried {
  readonly learner: Pick<Learner, 'name' | 'title' | 'level'>;
  /** Probabilities [rows, classes], or numbers [rows]. */
  readonly values: Float64Array;
}

/** How much better a learner is than the one that was kept instead, or than the next best, on the validation rows. */
export interface Chosen<T extends Tried> {
  readonly kept: T;
  /** Above the best constant; absent where a constant is kept. */
  readonly gain?: MeanAndError & { readonly over: T; readonly isBeyondChance: boolean };
}

/**
 * The learner to keep: the best of those that learn where it is better on the same validation rows than the best constant, else that constant. Compared are
 * areas under the ROC curve, shares of right classes, or absolute errors. Whether it is better beyond chance, as the best of so many, is said and does
 * not decide: what learns has the past of the row among its inputs, so that on average it is the better guess even where few rows validate. Chance is that
 * of rows, which are there at many times, and of times, whose rows may move together: whichever is more.
 */
export function chooseLearner<T extends Tried>(
  tried: readonly T[],
  kind: ForecastKind,
  { rows, times, labels }: LabelledAnchors,
  numClasses: number,
): Chosen<T> {
  const scores = new Map(tried.map((each) => [each, scoresOf(each.values, kind, labels, numClasses)] as const));
  const difference = (a: T, b: T) => {
    const other = scores.get(b)!;
    return clusteredMeanAndError(
      scores.get(a)!.map((score, i) => score - other[i]!),
      [rows, times],
    );
  };
  const bestOf = (level: Learner['level']) => {
    const own = tried.filter(({ learner }) => learner.level === level);
    return {
      count: own.length,
      best: own.reduce<T | undefined>((a, b) => (a && !(difference(b, a).mean > 0) ? a : b), undefined),
    };
  };
  const { best: constant } = bestOf('constant');
  const { best: learned, count } = bestOf('learned');
  if (!constant || !learned) return { kept: (constant ?? learned)! };
  const gain = difference(learned, constant);
  if (!(gain.mean > 0)) return { kept: constant };
  return { kept: learned, gain: { ...gain, over: constant, isBeyondChance: beyondChance(gain, count) } };
}

/** Of every row what it adds to the score, the higher the better. */
function scoresOf(values: Float64Array, kind: ForecastKind, labels: Float64Array, numClasses: number): Float64Array {
  if (kind === 'numbers') return values.map((value, i) => -Math.abs(value - labels[i]!));
  const rows = Int32Array.from(labels, (_, i) => i);
  const targets = { kind: 'single', labels: Int32Array.from(labels), numClasses } as const;
  const fold = { rows, values: Float32Array.from(values) };
  return rowScores(kind === 'binary' ? 'roc-auc' : 'micro-f1', { kind: 'classification', targets }, [fold]);
}
