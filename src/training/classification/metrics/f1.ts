import { checkOptions, option } from '../../../core/index.js';
import type { ClassCounts, Metric } from '../types.js';
import { classCounts } from './counts.js';

/** F1 of all decisions together, in [0, 1]: 2 true positives / (predicted + actual). Single label: equal to accuracy. 0 on no rows. */
export function microF1Of({ truePositives, predicted, actual }: ClassCounts): number {
  let right = 0;
  let all = 0;
  for (let c = 0; c < actual.length; c++) {
    right += truePositives[c]!;
    all += predicted[c]! + actual[c]!;
  }
  return (2 * right) / Math.max(all, 1);
}

/**
 * Unweighted mean of the F1 of all C classes, in [0, 1]. A class that is never right counts as 0, one that is neither
 * present nor predicted too (the convention of the Heterogeneous Graph Benchmark).
 */
export function macroF1Of({ truePositives, predicted, actual }: ClassCounts): number {
  let sum = 0;
  for (let c = 0; c < actual.length; c++) {
    sum += (2 * truePositives[c]!) / Math.max(predicted[c]! + actual[c]!, 1);
  }
  return sum / Math.max(actual.length, 1);
}

/** Micro-F1 in [0, 1]; for multi-label over all cells of the 0/1 matrix, empty predictions being legal. */
export const microF1: Metric = {
  name: 'microF1',
  direction: 'max',
  compute: (prediction, targets) => microF1Of(classCounts(prediction, targets)),
  ofCounts: microF1Of,
};

/** Macro-F1 in [0, 1], see `macroF1Of`. */
export const macroF1: Metric = {
  name: 'macroF1',
  direction: 'max',
  compute: (prediction, targets) => macroF1Of(classCounts(prediction, targets)),
  ofCounts: macroF1Of,
};

/** F1 of one class in [0, 1]; 0 where it is neither present nor predicted. */
export function f1OfClass(c: number): Metric {
  checkOptions(option.countFrom(0), c, { what: 'class' });
  const of = ({ truePositives, predicted, actual }: ClassCounts) =>
    (2 * truePositives[c]!) / Math.max(predicted[c]! + actual[c]!, 1);
  return {
    name: 'f1',
    direction: 'max',
    compute: (prediction, targets) => of(classCounts(prediction, targets)),
    ofCounts: of,
  };
}
