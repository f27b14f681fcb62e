/**
 * Slow and obvious twins of the metrics, for tests: plain loops over rows and pairs, straight from the definitions.
 */

/** [micro, macro] F1 of 0/1 matrices given as rows. */
export function f1Reference(
  truth: readonly number[][],
  guess: readonly number[][],
  numClasses: number,
): [number, number] {
  let allHits = 0;
  let allMarks = 0;
  let macro = 0;
  for (let c = 0; c < numClasses; c++) {
    const hits = truth.filter((row, i) => row[c] === 1 && guess[i]![c] === 1).length;
    const marks = truth.filter((row) => row[c] === 1).length + guess.filter((row) => row[c] === 1).length;
    allHits += hits;
    allMarks += marks;
    macro += (2 * hits) / Math.max(marks, 1) / numClasses;
  }
  return [(2 * allHits) / Math.max(allMarks, 1), macro];
}

/** Over all pairs of a positive and a negative. O(n^2). */
export function rocAucReference(scores: readonly number[], positive: readonly number[]): number {
  let won = 0;
  let pairs = 0;
  for (const [i, a] of scores.entries()) {
    for (const [j, b] of scores.entries()) {
      if (positive[i] !== 1 || positive[j] !== 0) continue;
      pairs++;
      won += a > b ? 1 : a === b ? 0.5 : 0;
    }
  }
  return won / pairs;
}

/** Precision and recall recomputed at every distinct threshold. O(n^2). */
export function averagePrecisionReference(scores: readonly number[], positive: readonly number[]): number {
  const numPositive = positive.filter((flag) => flag === 1).length;
  const thresholds = [...new Set(scores)].sort((a, b) => b - a);
  let sum = 0;
  let recallBefore = 0;
  for (const threshold of thresholds) {
    const above = scores.flatMap((score, i) => (score >= threshold ? [positive[i]!] : []));
    const hits = above.filter((flag) => flag === 1).length;
    sum += (hits / above.length) * (hits / numPositive - recallBefore);
    recallBefore = hits / numPositive;
  }
  return numPositive === 0 ? Number.NaN : sum;
}

/** -log softmax of one row, by the definition; good for small logits only. */
export function crossEntropyReference(logits: readonly number[], label: number): number {
  const sum = logits.reduce((total, z) => total + Math.exp(z), 0);
  return -Math.log(Math.exp(logits[label]!) / sum);
}

/** Binomial probability of k, by products. */
export function binomialReference(n: number, p: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value *= ((n - k + i) / i) * p;
  return value * (1 - p) ** (n - k);
}
