import { HeteroGraphError } from '../../core/index.js';
import type { RegressionMetric, RegressionPrediction, RegressionTargets } from './types.js';

/** Targets of rows, [B, W]. */
export function valuesOf(rows: Int32Array, { values, width = 1 }: RegressionTargets): Float64Array {
  const out = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    out.set(values.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  }
  return out;
}

/** Root of the mean squared error over rows and columns. NaN on no rows. */
export const rmse: RegressionMetric = {
  name: 'rmse',
  direction: 'min',
  compute: (prediction, targets) => Math.sqrt(meanOfErrors(prediction, targets, (error) => error * error)),
};

/** Mean absolute error over rows and columns. NaN on no rows. */
export const mae: RegressionMetric = {
  name: 'mae',
  direction: 'min',
  compute: (prediction, targets) => meanOfErrors(prediction, targets, Math.abs),
};

/**
 * Coefficient of determination R2 = 1 - squared error / squared deviation from the mean of the targets, at most 1,
 * unweighted mean over the columns. A column of equal targets counts 1 where every prediction is right and 0 elsewhere,
 * as in scikit-learn. NaN on fewer than two rows.
 */
export const r2: RegressionMetric = {
  name: 'r2',
  direction: 'max',
  compute(prediction, targets) {
    const actual = checkedTargets(prediction, targets);
    const { values, rows, width } = prediction;
    if (rows.length < 2) return Number.NaN;
    let sum = 0;
    for (let c = 0; c < width; c++) {
      let mean = 0;
      for (let i = c; i < values.length; i += width) mean += actual[i]! / rows.length;
      let residual = 0;
      let total = 0;
      for (let i = c; i < values.length; i += width) {
        residual += (actual[i]! - values[i]!) ** 2;
        total += (actual[i]! - mean) ** 2;
      }
      sum += total > 0 ? 1 - residual / total : Number(residual === 0);
    }
    return sum / width;
  },
};

function meanOfErrors(
  prediction: RegressionPrediction,
  targets: RegressionTargets,
  cost: (error: number) => number,
): number {
  const actual = checkedTargets(prediction, targets);
  let sum = 0;
  for (const [i, value] of prediction.values.entries()) sum += cost(value - actual[i]!);
  return sum / actual.length;
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH; NON_FINITE where a prediction is NaN or infinite */
function checkedTargets({ values, rows, width }: RegressionPrediction, targets: RegressionTargets): Float64Array {
  const actual = valuesOf(rows, targets);
  if (values.length !== actual.length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `${values.length} predictions for ${actual.length} targets.`, {
      hint: 'Predictions are [rows, width], row-major.',
    });
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new HeteroGraphError('NON_FINITE', `A prediction is ${values[bad]}.`, {
      row: rows[Math.floor(bad / width)],
      hint: 'Lower the learning rate, or look for non-finite features with validateGraph(graph).',
    });
  }
  return actual;
}
