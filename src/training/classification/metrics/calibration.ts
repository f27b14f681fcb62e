import { checkOptions, option } from '../../../core/index.js';
import { checkPrediction, predictedClasses } from '../decisions.js';
import type { Metric, Prediction, Targets } from '../types.js';
import { probabilities } from './probabilities.js';

/** Decisions whose probability lies in [lower, upper), in the last bin also at 1. */
export interface ReliabilityBin {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** Mean predicted probability; NaN where the bin is empty. */
  readonly confidence: number;
  /** Share that was right (multi-label: positive); NaN where the bin is empty. */
  readonly accuracy: number;
}

export interface Calibration {
  /** Expected calibration error in [0, 1]: |confidence - accuracy| over the bins, weighted by their counts. */
  readonly expectedError: number;
  /** Largest |confidence - accuracy| of a bin. */
  readonly maximumError: number;
  /** Brier score, see `brier`. */
  readonly brier: number;
  readonly bins: readonly ReliabilityBin[];
}

/**
 * How well probabilities match what happens (Guo et al., ICML 2017). Single label: the probability of the predicted class,
 * against its being right. Multi-label: the probability of every row and class, against the label.
 *
 * @param options.bins equal-width bins over [0, 1]; default 15
 * @throws {HeteroGraphError} INVALID_OPTION where `bins` is not a positive integer; and as `checkPrediction`. O(B C).
 */
export function calibration(prediction: Prediction, targets: Targets, options: { bins?: number } = {}): Calibration {
  const numBins = options.bins ?? 15;
  checkOptions(option.count, numBins, { what: 'bins' });
  const brierScore = brier.compute(prediction, targets);
  const chance = probabilities(prediction, targets.kind);
  const { rows, numClasses } = prediction;
  const count = new Float64Array(numBins);
  const confidence = new Float64Array(numBins);
  const right = new Float64Array(numBins);
  const add = (p: number, isRight: boolean): void => {
    const bin = Math.min(Math.floor(p * numBins), numBins - 1);
    count[bin]!++;
    confidence[bin]! += p;
    if (isRight) right[bin]!++;
  };
  if (targets.kind === 'single') {
    const predicted = predictedClasses(prediction);
    for (let i = 0; i < rows.length; i++) {
      add(chance[i * numClasses + predicted[i]!]!, targets.labels[rows[i]!] === predicted[i]);
    }
  } else {
    for (let i = 0; i < chance.length; i++) {
      const row = rows[Math.floor(i / numClasses)]!;
      add(chance[i]!, targets.labels[row * numClasses + (i % numClasses)] === 1);
    }
  }

  const total = targets.kind === 'single' ? rows.length : chance.length;
  let expectedError = 0;
  let maximumError = 0;
  const bins = Array.from(count, (n, i): ReliabilityBin => {
    const gap = n === 0 ? 0 : Math.abs(confidence[i]! - right[i]!) / n;
    expectedError += (gap * n) / total;
    maximumError = Math.max(maximumError, gap);
    return {
      lower: i / numBins,
      upper: (i + 1) / numBins,
      count: n,
      confidence: confidence[i]! / n,
      accuracy: right[i]! / n,
    };
  });
  return { expectedError, maximumError, brier: brierScore, bins };
}

/**
 * Brier score: squared distance of the probabilities from the 0/1 labels, summed over the classes for single label (in
 * [0, 2]) and averaged over them for multi-label (in [0, 1]); mean over the rows. NaN on no rows.
 */
export const brier: Metric = {
  name: 'brier',
  direction: 'min',
  compute(prediction, targets) {
    checkPrediction(prediction, targets);
    const chance = probabilities(prediction, targets.kind);
    const { rows, numClasses } = prediction;
    let sum = 0;
    for (let i = 0; i < chance.length; i++) {
      const row = rows[Math.floor(i / numClasses)]!;
      const c = i % numClasses;
      const label =
        targets.kind === 'single' ? Number(targets.labels[row] === c) : targets.labels[row * numClasses + c]!;
      sum += (chance[i]! - label) ** 2;
    }
    return sum / (targets.kind === 'single' ? rows.length : chance.length);
  },
};

/** Expected calibration error over 15 bins as a metric. */
export const expectedCalibrationError: Metric = {
  name: 'expectedCalibrationError',
  direction: 'min',
  compute: (prediction, targets) => calibration(prediction, targets).expectedError,
};
