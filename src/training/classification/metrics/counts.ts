import { expectArgument } from '../../../core/index.js';
import { checkPrediction, predictedClasses, predictedFlags, trueClasses, trueFlags } from '../decisions.js';
import type { ClassCounts, Prediction, Targets } from '../types.js';

export function emptyCounts(numClasses: number): ClassCounts {
  return {
    truePositives: new Float64Array(numClasses),
    predicted: new Float64Array(numClasses),
    actual: new Float64Array(numClasses),
  };
}

/** Rows = actual class, columns = predicted class, [C, C] row-major, from class ids [B]. O(B + C^2). */
export function confusionMatrix(actual: Int32Array, predicted: Int32Array, numClasses: number): Int32Array {
  expectArgument(actual, 'numbers', 'actual');
  expectArgument(predicted, 'numbers', 'predicted');
  const cells = new Int32Array(numClasses * numClasses);
  for (let i = 0; i < actual.length; i++) cells[actual[i]! * numClasses + predicted[i]!]!++;
  return cells;
}

/** Counts of classes from class ids [B]. O(B + C). */
export function countsOfClasses(actual: Int32Array, predicted: Int32Array, numClasses: number): ClassCounts {
  const counts = emptyCounts(numClasses);
  for (let i = 0; i < actual.length; i++) {
    counts.actual[actual[i]!]!++;
    counts.predicted[predicted[i]!]!++;
    if (actual[i] === predicted[i]) counts.truePositives[actual[i]!]!++;
  }
  return counts;
}

/** Counts of classes from 0/1 matrices [B, C]. O(B C). */
export function countsOfFlags(actual: Uint8Array, predicted: Uint8Array, numClasses: number): ClassCounts {
  const counts = emptyCounts(numClasses);
  for (let start = 0; start < actual.length; start += numClasses) {
    for (let c = 0; c < numClasses; c++) {
      const isActual = actual[start + c]!;
      const isPredicted = predicted[start + c]!;
      counts.actual[c]! += isActual;
      counts.predicted[c]! += isPredicted;
      counts.truePositives[c]! += isActual & isPredicted;
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
  return countsOfClasses(trueClasses(prediction.rows, targets), predictedClasses(prediction), numClasses);
}
