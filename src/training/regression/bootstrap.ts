import { checkOptions, percentiles, RandomStream, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import { type BootstrapOptions, bootstrapSchema, type Interval } from '../classification/metrics/bootstrap.js';
import { mae, r2, rmse, valuesOf } from './metrics.js';
import type { RegressionPrediction, RegressionTargets } from './types.js';

/** Resamples between two pauses, in which aborts and progress are handled. */
const chunk = 50;

/**
 * Percentile bootstrap (Efron, Annals of Statistics 7, 1979) of MAE, RMSE and R2 of one number a row: rows are redrawn with replacement.
 * Resample r depends on (seed, r) only. O(resamples x rows).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, ABORTED; SHAPE_MISMATCH; NON_FINITE where a prediction is no number
 */
export async function bootstrapRegression(
  prediction: RegressionPrediction,
  targets: RegressionTargets,
  options: BootstrapOptions,
): Promise<Readonly<Record<'mae' | 'rmse' | 'r2', Interval>>> {
  checkOptions(bootstrapSchema, options);
  const { seed, resamples = 1000, level = 0.95, signal, onProgress } = options;
  const estimates = [mae, rmse, r2].map((metric) => metric.compute(prediction, targets));
  const actual = valuesOf(prediction.rows, targets);
  const count = actual.length;
  const errors = actual.map((value, i) => prediction.values[i]! - value);
  // Deviations from one number, so that little is lost in the difference of squares.
  const centre = actual.reduce((sum, value) => sum + value / count, 0);
  const deviations = actual.map((value) => value - centre);
  const figures = [mae, rmse, r2].map(() => new Float64Array(resamples));
  for (let r = 0; r < resamples; r++) {
    if (r % chunk === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: 'bootstrap', done: r, total: resamples, unit: 'resamples' });
      await yieldToEventLoop();
    }
    const random = new RandomStream(seed, 'bootstrap', 'numbers', r);
    const sums = { absolute: 0, squared: 0, deviation: 0, variance: 0 };
    for (let i = 0; i < count; i++) {
      const at = random.nextInt(count);
      const [error, deviation] = [errors[at]!, deviations[at]!];
      sums.absolute += Math.abs(error);
      sums.squared += error * error;
      sums.deviation += deviation;
      sums.variance += deviation * deviation;
    }
    const total = sums.variance - sums.deviation ** 2 / count;
    figures[0]![r] = sums.absolute / count;
    figures[1]![r] = Math.sqrt(sums.squared / count);
    // Where one row was drawn over and over there is no deviation to explain.
    figures[2]![r] = total > 1e-12 * sums.variance ? 1 - sums.squared / total : Number.NaN;
  }
  throwIfAborted(signal);
  onProgress?.({ stage: 'bootstrap', done: resamples, total: resamples, unit: 'resamples' });
  const [ofMae, ofRmse, ofR2] = figures.map((each, i) => ({ estimate: estimates[i]!, ...percentiles(each, level) }));
  return { mae: ofMae!, rmse: ofRmse!, r2: ofR2! };
}
