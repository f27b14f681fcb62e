import { checkPrediction, predictedClasses, predictedFlags, trueClasses, trueFlags } from '../decisions.js';
import type { ClassCounts, Prediction, Targets } from '../types.js';
import { emptyCounts } from './counts.js';

/** Bits of a flag. */
const isPredicted = 1;
const isActual = 2;

/**
 * Rows grouped by what they add to the class counts: all rows of a pattern have the same actual and the same prediction.
 * Pattern p occurs in `counts[p]` rows and touches classes `classes[starts[p]] .. classes[starts[p + 1] - 1]`.
 */
export interface Patterns {
  readonly numClasses: number;
  readonly counts: Int32Array;
  readonly starts: Int32Array;
  readonly classes: Int32Array;
  /** Per touched class: bit 0 predicted, bit 1 actual. */
  readonly flags: Uint8Array;
}

/** At most min(B, C^2) patterns for single label, at most B for multi-label. Errors as `checkPrediction`. */
export function groupPatterns(prediction: Prediction, targets: Targets): Patterns {
  checkPrediction(prediction, targets);
  return targets.kind === 'single'
    ? patternsOfClasses(trueClasses(prediction.rows, targets), predictedClasses(prediction), targets.numClasses)
    : patternsOfFlags(trueFlags(prediction.rows, targets), predictedFlags(prediction), targets.numClasses);
}

/** The cells of the confusion matrix that are not empty, in its order, without the matrix. O(B log B). */
function patternsOfClasses(actualOf: Int32Array, predictedOf: Int32Array, numClasses: number): Patterns {
  const cells = Float64Array.from(actualOf, (actual, i) => actual * numClasses + predictedOf[i]!).sort();
  const counts: number[] = [];
  const starts = [0];
  const classes: number[] = [];
  const flags: number[] = [];
  for (let i = 0; i < cells.length; ) {
    const cell = cells[i]!;
    const first = i;
    while (cells[i] === cell) i++;
    const actual = Math.floor(cell / numClasses);
    const predicted = cell % numClasses;
    counts.push(i - first);
    if (actual === predicted) {
      classes.push(actual);
      flags.push(isPredicted | isActual);
    } else {
      classes.push(actual, predicted);
      flags.push(isActual, isPredicted);
    }
    starts.push(classes.length);
  }
  return pack(numClasses, counts, starts, classes, flags);
}

/** Equal rows are found by sorting, O(B log B C). */
function patternsOfFlags(actual: Uint8Array, predicted: Uint8Array, numClasses: number): Patterns {
  const codes = actual.map((value, i) => value * isActual + predicted[i]! * isPredicted);
  const numRows = numClasses === 0 ? 0 : codes.length / numClasses;
  const compare = (a: number, b: number): number => {
    for (let c = 0; c < numClasses; c++) {
      const difference = codes[a * numClasses + c]! - codes[b * numClasses + c]!;
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const order = Uint32Array.from({ length: numRows }, (_, i) => i).sort(compare);
  const counts: number[] = [];
  const starts = [0];
  const classes: number[] = [];
  const flags: number[] = [];
  for (let i = 0; i < numRows; ) {
    const first = order[i]!;
    let end = i + 1;
    while (end < numRows && compare(first, order[end]!) === 0) end++;
    counts.push(end - i);
    for (let c = 0; c < numClasses; c++) {
      const code = codes[first * numClasses + c]!;
      if (code === 0) continue;
      classes.push(c);
      flags.push(code);
    }
    starts.push(classes.length);
    i = end;
  }
  return pack(numClasses, counts, starts, classes, flags);
}

function pack(numClasses: number, counts: number[], starts: number[], classes: number[], flags: number[]): Patterns {
  return {
    numClasses,
    counts: Int32Array.from(counts),
    starts: Int32Array.from(starts),
    classes: Int32Array.from(classes),
    flags: Uint8Array.from(flags),
  };
}

/** Class counts where pattern p occurs `times[p]` times. */
export function countsOfPatterns(patterns: Patterns, times: ArrayLike<number>): ClassCounts {
  const { numClasses, starts, classes, flags } = patterns;
  const counts = emptyCounts(numClasses);
  for (let p = 0; p < starts.length - 1; p++) {
    const n = times[p]!;
    if (n === 0) continue;
    for (let i = starts[p]!; i < starts[p + 1]!; i++) {
      const c = classes[i]!;
      const flag = flags[i]!;
      if (flag & isPredicted) counts.predicted[c]! += n;
      if (flag & isActual) counts.actual[c]! += n;
      if (flag === (isPredicted | isActual)) counts.truePositives[c]! += n;
    }
  }
  return counts;
}
