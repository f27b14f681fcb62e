import type { Prediction, Targets } from '../types.js';
import { classCounts } from './counts.js';

/** Figures of one class, fractions in [0, 1]. */
export interface ClassScore {
  /** Class number in [0, C). */
  readonly index: number;
  /** Of the rows where it was predicted, the share that was right; 0 where it was never predicted. */
  readonly precision: number;
  /** Of the rows that carry it, the share that was found; 0 where none does. */
  readonly recall: number;
  readonly f1: number;
  /** Rows that carry the class. */
  readonly support: number;
  /** Rows where it was predicted. */
  readonly predicted: number;
}

/** Precision, recall, F1 and support of each of the C classes. O(B C); errors as `checkPrediction`. */
export function classReport(prediction: Prediction, targets: Targets): ClassScore[] {
  const counts = classCounts(prediction, targets);
  return Array.from(counts.truePositives, (right, index) => {
    const support = counts.actual[index]!;
    const predicted = counts.predicted[index]!;
    return {
      index,
      precision: right / Math.max(predicted, 1),
      recall: right / Math.max(support, 1),
      f1: (2 * right) / Math.max(predicted + support, 1),
      support,
      predicted,
    };
  });
}
