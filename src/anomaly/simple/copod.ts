import type { ColumnScores } from './column-scores.js';
import { skewed } from './ecod.js';
import { Tails } from './tails.js';

/**
 * COPOD: as ECOD, with the mean of both tails in place of the greater one. Li, Zhao, Botta, Ionescu, Hu: COPOD: copula-based outlier detection.
 * ICDM 2020. New rows are compared with those of the fit alone.
 */
export function fitCopod(columns: readonly Float64Array[]): ColumnScores {
  const tails = columns.map((values) => new Tails(values));
  return (column, value) => {
    const { skew } = tails[column]!;
    const [left, right] = [tails[column]!.left(value), tails[column]!.right(value)];
    return Math.max((left + right) / 2, skewed(left, right, skew));
  };
}
