import type { ClassCounts, Prediction, Targets } from '../types.js';
import { checkPrediction, predictedClasses, predictedFlags, trueClasses, trueFlags } from './decisions.js';

export function emptyCounts(numClasses: number): ClassCounts {
  return {
    hit: new Float64Array(numClasses),
    said: new Float64Array(numClasses),
    real: new Float64Array(numClasses),
  };
}

/** Rows = real class, columns = predicted class, [C, C] row-major, from class ids [B]. O(B + C^2). */
export function confusionMatrix(truth: Int32Array, guess: Int32Array, numClasses: number): Int32Array {
  const cells = new Int32Array(numClasses * numClasses);
  for (let i = 0; i < truth.length; i++) cells[truth[i]! * numClasses + guess[i]!]!++;
  return cells;
}

/** Counts of classes from a confusion matrix [C, C]. */
export function countsOfConfusion(cells: ArrayLike<number>, numClasses: number): ClassCounts {
  const counts = emptyCounts(numClasses);
  for (let real = 0; real < numClasses; real++) {
    counts.hit[real] = cells[real * numClasses + real]!;
    for (let said = 0; said < numClasses; said++) {
      const count = cells[real * numClasses + said]!;
      counts.real[real]! += count;
      counts.said[said]! += count;
    }
  }
  return counts;
}

/** Counts of classes from 0/1 matrices [B, C]. O(B C). */
export function countsOfFlags(truth: Uint8Array, guess: Uint8Array, numClasses: number): ClassCounts {
  const counts = emptyCounts(numClasses);
  for (let start = 0; start < truth.length; start += numClasses) {
    for (let c = 0; c < numClasses; c++) {
      const real = truth[start + c]!;
      const said = guess[start + c]!;
      counts.real[c]! += real;
      counts.said[c]! += said;
      counts.hit[c]! += real & said;
    }
  }
  return counts;
}

/** Counts of classes of a checked prediction; errors as `checkPrediction`. */
export function classCounts(prediction: Prediction, targets: Targets): ClassCounts {
  checkPrediction(prediction, targets);
  const { numClasses } = targets;
  if (targets.kind === 'multi') {
    return countsOfFlags(trueFlags(prediction.rows, targets), predictedFlags(prediction), numClasses);
  }
  const cells = confusionMatrix(trueClasses(prediction.rows, targets), predictedClasses(prediction), numClasses);
  return countsOfConfusion(cells, numClasses);
}
