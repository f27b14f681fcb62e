import type { ColumnScores } from './column-scores.js';
import { Tails } from './tails.js';

/**
 * ECOD: a value is odd by -log of the share of values at least as far out, on the side of the longer tail or on the side where it is odder.
 * Li, Zhao, Hu, Botta, Ionescu, Chen: ECOD: unsupervised outlier detection using empirical cumulative distribution functions. TKDE 2022.
 * New rows are compared with those of the fit alone.
 */
export function fitEcod(columns: readonly Float64Array[]): ColumnScores {
  const tails = columns.map((values) => new Tails(values));
  return (column, value) => {
    const { skew } = tails[column]!;
    const [left, right] = [tails[column]!.left(value), tails[column]!.right(value)];
    return Math.max(left, right, skewed(left, right, skew));
  };
}

/** The tail that the skewness points to; both where there is none. */
export function skewed(left: number, right: number, skew: number): number {
  return left * -Math.sign(skew - 1) + right * Math.sign(skew + 1);
}
