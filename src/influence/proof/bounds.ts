/** ln of the number of k-subsets of n, 0 where k is 0 or n. O(min(k, n - k)). */
export function lnBinomial(n: number, k: number): number {
  const count = Math.min(k, n - k);
  let sum = 0;
  for (let i = 1; i <= count; i++) sum += Math.log((n - count + i) / i);
  return sum;
}

/**
 * With probability 1 - e^-a, covered per set times the total weight are at least this share of the sets (Tang, Tang, Xiao, Yuan, SIGMOD
 * 2018, equation 5), for a set of seeds that does not depend on the sets.
 *
 * @returns sets, at least 0; times weight / sets it bounds the spread
 */
export function lowerCoverage(covered: number, a: number): number {
  const root = Math.sqrt(covered + (2 * a) / 9) - Math.sqrt(a / 2);
  return root <= 0 ? 0 : Math.max(0, root ** 2 - a / 18);
}

/** With probability 1 - e^-a, the best k seeds hit at most this many sets in expectation, `upper` of them being an upper bound here (equation 8). */
export function upperCoverage(upper: number, a: number): number {
  return (Math.sqrt(upper + a / 2) + Math.sqrt(a / 2)) ** 2;
}
