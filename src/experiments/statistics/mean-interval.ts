import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import { studentTQuantile } from './student-t.js';

export interface MeanIntervalOptions {
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
  /**
   * Of splits that share training rows, such as folds: test rows divided by training rows. Scores of such splits differ less than scores of independent
   * data would, and the variance of their mean is enlarged for it: (1 / n + this) times that of a score (Nadeau, Bengio, Machine Learning 52,
   * 2003). Default 0.
   */
  readonly testOverTrain?: number;
}

/** Mean of the scores of several seeds. */
export interface MeanInterval {
  readonly mean: number;
  /** Of one score, with n - 1 in the denominator; NaN of one score. */
  readonly deviation: number;
  /** Of the mean by Student's t; NaN of one score. */
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly n: number;
}

const optionsSchema = z.strictObject({
  level: z.optional(option.between(0, 1)),
  testOverTrain: z.optional(option.nonNegative),
});

/**
 * Mean, deviation and confidence interval of scores, one for every seed.
 *
 * @param scores finite numbers, at least one
 * @example
 * meanInterval([0.91, 0.93, 0.92]); // mean 0.92, deviation 0.01, low 0.895, high 0.945
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function meanInterval(scores: ArrayLike<number>, options: MeanIntervalOptions = {}): MeanInterval {
  checkOptions(optionsSchema, options);
  const { level = 0.95, testOverTrain = 0 } = options;
  const values = finiteNumbers(scores, 'scores');
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, deviation: Number.NaN, low: Number.NaN, high: Number.NaN, level, n };
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const half = studentTQuantile((1 + level) / 2, n - 1) * deviation * Math.sqrt(1 / n + testOverTrain);
  return { mean, deviation, low: mean - half, high: mean + half, level, n };
}

/** @throws {HeteroGraphError} INVALID_OPTION where there is none, or one is not finite */
export function finiteNumbers(values: ArrayLike<number>, name: string): number[] {
  const isList = typeof values === 'object' && values !== null && Number.isInteger(values.length);
  const numbers = isList ? Array.from(values) : [];
  const bad = numbers.findIndex((value) => typeof value !== 'number' || !Number.isFinite(value));
  if (numbers.length > 0 && bad < 0) return numbers;
  const problem = bad < 0 ? 'holds no number' : `holds ${String(numbers[bad])} at ${bad}`;
  throw new HeteroGraphError('INVALID_OPTION', `${name} ${problem}.`, {
    column: name,
    hint: 'Give an array of finite numbers, one for every seed.',
  });
}
