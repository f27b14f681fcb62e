import { type MeanAndError, meanAndError, total } from './row-scores.js';

/** Fewer groups than this say too little of how far groups lie apart. */
const FEWEST_GROUPS = 5;

/**
 * The mean of numbers with its standard error where those of a group move together, such as those of one thing at several times: the largest of those that
 * count single numbers, and groups by each of the groupings (the sandwich estimator of clusters). Groupings of fewer than five groups are passed over.
 *
 * @param values [rows]
 * @param groupings of each row the group, [rows] each
 */
export function clusteredMeanAndError(values: Float64Array, groupings: readonly ArrayLike<number>[]): MeanAndError {
  const { mean, error } = meanAndError(values);
  const errors = groupings.map((groups) => {
    const sums = new Map<number, number>();
    for (const [i, value] of values.entries()) sums.set(groups[i]!, (sums.get(groups[i]!) ?? 0) + value - mean);
    if (sums.size < FEWEST_GROUPS) return 0;
    const squares = total(Float64Array.from(sums.values(), (sum) => sum * sum));
    return Math.sqrt((squares * sums.size) / (sums.size - 1)) / values.length;
  });
  return { mean, error: Math.max(error, ...errors) };
}
