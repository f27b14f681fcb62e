import { HeteroGraphError } from '../../core/index.js';
import { finiteNumbers, type MeanInterval, type MeanIntervalOptions, meanInterval } from './mean-interval.js';
import { studentTDistribution } from './student-t.js';

/** Whether one model scores above another on the same splits. */
export interface PairedComparison {
  /** Of the differences, the first model minus the second, one for every seed. */
  readonly difference: MeanInterval;
  /**
   * Of the paired t-test: how likely a mean difference at least so large would be if the models did not differ. 1 where all differences
   * are 0, 0 where all are the same otherwise; NaN of one seed. Of splits that share rows give `testOverTrain`, without
   * which it is too small.
   */
  readonly pValue: number;
  /** Seeds on which the first model scores above, as high as, and below the second. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

/**
 * Compares two models by their scores on the same seeds: the difference of every pair, whose deviation is smaller than that of the scores where a
 * split is easy, or hard, for both.
 *
 * @param first scores, one for every seed
 * @param second scores of the other model on the same seeds, in the same order
 * @example
 * const { difference, pValue } = pairedComparison([0.93, 0.92, 0.95], [0.91, 0.91, 0.92]); // mean 0.02
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 */
export function pairedComparison(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: MeanIntervalOptions = {},
): PairedComparison {
  const [a, b] = [finiteNumbers(first, 'first'), finiteNumbers(second, 'second')];
  if (a.length !== b.length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${a.length} and ${b.length} scores.`, {
      hint: 'Give the scores of both models on the same seeds.',
    });
  }
  const differences = a.map((score, i) => score - b[i]!);
  const difference = meanInterval(differences, options);
  return {
    difference,
    pValue: pValueOf(difference, options.testOverTrain ?? 0),
    wins: differences.filter((value) => value > 0).length,
    ties: differences.filter((value) => value === 0).length,
    losses: differences.filter((value) => value < 0).length,
  };
}

function pValueOf({ mean, deviation, n }: MeanInterval, testOverTrain: number): number {
  if (n === 1) return Number.NaN;
  if (deviation === 0) return mean === 0 ? 1 : 0;
  return 2 * studentTDistribution(-Math.abs(mean) / (deviation * Math.sqrt(1 / n + testOverTrain)), n - 1);
}
