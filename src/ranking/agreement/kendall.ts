import { checkValues } from './check-values.js';

/** Numbers of pairs by what two lists say about them. */
interface PairCounts {
  readonly pairs: number;
  /** Tied in x, in y, in both. */
  readonly tiedX: number;
  readonly tiedY: number;
  readonly tiedBoth: number;
  /** In opposite order. */
  readonly discordant: number;
}

/**
 * Kendall's tau-b, from -1 to 1: pairs in the same order less pairs in the opposite order, over the geometric mean of the pairs that are not tied in
 * each; NaN where all values of a list are equal. O(n log n).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, NON_FINITE
 * @see Kendall, "The treatment of ties in ranking problems", Biometrika 1945; Knight, JASA 1966
 * @example
 * kendallTau([1, 2, 3], [1, 3, 2]); // 1 / 3
 */
export function kendallTau(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkValues(x, y);
  const { pairs, tiedX, tiedY, tiedBoth, discordant } = countPairs(x, y);
  const concordant = pairs - tiedX - tiedY + tiedBoth - discordant;
  return (concordant - discordant) / Math.sqrt((pairs - tiedX) * (pairs - tiedY));
}

/**
 * Kendall's distance: pairs in opposite order, and half of those that are tied in one list alone (Fagin and others, 2006). O(n log n).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, NON_FINITE
 * @see Fagin, Kumar, Mahdian, Sivakumar and Vee, "Comparing partial rankings", SIAM Journal on Discrete Mathematics 2006
 * @example
 * kendallDistance([1, 2, 3], [3, 2, 1]); // 3
 */
export function kendallDistance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkValues(x, y);
  const { tiedX, tiedY, tiedBoth, discordant } = countPairs(x, y);
  return discordant + (tiedX + tiedY - 2 * tiedBoth) / 2;
}

/** Knight's way: after sorting by x, discordant pairs are the exchanges of a merge sort by y. */
function countPairs(x: ArrayLike<number>, y: ArrayLike<number>): PairCounts {
  const n = x.length;
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => compare(x[a]!, x[b]!) || compare(y[a]!, y[b]!),
  );
  const tiedX = tiedPairs(n, (k) => x[order[k]!] === x[order[k - 1]!]);
  const tiedBoth = tiedPairs(n, (k) => x[order[k]!] === x[order[k - 1]!] && y[order[k]!] === y[order[k - 1]!]);
  let [from, to] = [Float64Array.from(order, (i) => y[i]!), new Float64Array(n)];
  let discordant = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(start + width, n);
      const end = Math.min(start + 2 * width, n);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        const takesLeft = left < middle && (right >= end || from[left]! <= from[right]!);
        if (!takesLeft) discordant += middle - left;
        to[at] = from[takesLeft ? left++ : right++]!;
      }
    }
    [from, to] = [to, from];
  }
  const tiedY = tiedPairs(n, (k) => from[k] === from[k - 1]);
  return { pairs: (n * (n - 1)) / 2, tiedX, tiedY, tiedBoth, discordant };
}

/** Without a difference of infinite values, which is NaN. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Pairs within runs of equal values. */
function tiedPairs(n: number, isTied: (k: number) => boolean): number {
  let [pairs, run] = [0, 0];
  for (let k = 1; k < n; k++) {
    run = isTied(k) ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}
