import type { RegressionPrediction, RegressionTargets } from '../../training/index.js';
import { shortNumber } from './short-number.js';

/** How far from its prediction a number lies at most, for a share of the rows: made on the validation rows. */
export interface PredictionInterval {
  /** Share of the rows, in (0, 1). */
  readonly level: number;
  /** In the units of the numbers. */
  readonly halfWidth: number;
  /** Validation rows that it was made of. */
  readonly rows: number;
}

/** Predicted numbers, with their interval where there are enough validation rows. */
export type NumberPredictions = RegressionPrediction & { readonly interval?: PredictionInterval };

/** Share of the rows that an interval is made to hold. */
const LEVEL = 0.9;

/**
 * How far from its prediction a number lies at most, for a share of the rows: the quantile of the absolute errors of the validation rows, with
 * the correction for their number (split conformal prediction; Lei et al., Journal of the American Statistical Association 113, 2018). Undefined
 * where there are too few of them. Validation rows that chose the best epoch make it a little too narrow.
 */
export function intervalOf(
  { values, rows }: RegressionPrediction,
  targets: RegressionTargets,
): PredictionInterval | undefined {
  const errors = Float64Array.from(rows, (row, i) => Math.abs(values[i]! - targets.values[row]!)).sort();
  const rank = Math.ceil((errors.length + 1) * LEVEL);
  return rank > errors.length ? undefined : { level: LEVEL, halfWidth: errors[rank - 1]!, rows: rows.length };
}

export function intervalText({ level, halfWidth, rows }: PredictionInterval): string {
  return `${100 * level} % of the numbers should lie within ${shortNumber(halfWidth)} of their prediction, by the errors of ${rows} validation rows.`;
}

/** Share of the rows whose number lies inside. */
export function coverageOf(
  { values, rows }: RegressionPrediction,
  targets: RegressionTargets,
  halfWidth: number,
): number {
  let inside = 0;
  for (const [i, row] of rows.entries()) if (Math.abs(values[i]! - targets.values[row]!) <= halfWidth) inside++;
  return inside / rows.length;
}
