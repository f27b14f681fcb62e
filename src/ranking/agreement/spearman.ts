import { checkValues } from './check-values.js';

/**
 * Spearman's rank correlation, from -1 to 1: the correlation of the ranks, those that are tied with the mean of theirs; NaN where all values of a list are
 * equal. O(n log n).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, NON_FINITE
 * @see Spearman, "The proof and measurement of association between two things", American Journal of Psychology 1904
 * @example
 * spearman([1, 2, 3], [1, 3, 2]); // 0.5
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkValues(x, y);
  const [a, b] = [meanRanks(x), meanRanks(y)];
  const mean = (x.length - 1) / 2;
  let [both, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    both += (a[i]! - mean) * (b[i]! - mean);
    ofA += (a[i]! - mean) ** 2;
    ofB += (b[i]! - mean) ** 2;
  }
  return both / Math.sqrt(ofA * ofB);
}

/** Ranks from 0. */
function meanRanks(values: ArrayLike<number>): Float64Array {
  const order = Int32Array.from({ length: values.length }, (_, i) => i);
  order.sort((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : 0));
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let k = start; k < end; k++) ranks[order[k]!] = (start + end - 1) / 2;
    start = end;
  }
  return ranks;
}
