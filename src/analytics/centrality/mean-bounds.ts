/**
 * How far a mean of k values in [0, 1] may lie from the mean that they are drawn from, by Chernoff's bound for the relative entropy
 * (Hoeffding 1963, theorem 1, which holds with and without replacement): farther on either side with probability exp(-level) at most.
 */
export function entropyError(mean: number, k: number, level: number): number {
  const limit = level / k;
  // A sum of shares that rounding took above k.
  const inside = Math.min(1, mean);
  return Math.max(inside - edge(inside, 0, limit), edge(inside, 1, limit) - inside);
}

/** The value between the mean and an end whose relative entropy from the mean is the limit, by bisection, on the safe side. */
function edge(mean: number, end: 0 | 1, limit: number): number {
  let inside = mean;
  let outside: number = end;
  for (let step = 0; step < 60; step++) {
    const middle = (inside + outside) / 2;
    if (entropy(mean, middle) <= limit) inside = middle;
    else outside = middle;
  }
  return outside;
}

/** Relative entropy of two coins. */
function entropy(p: number, q: number): number {
  const part = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b));
  return part(p, q) + part(1 - p, 1 - q);
}

const KAPPA = 7 / 3 + 3 / Math.SQRT2;

/**
 * The same for k of N values in [0, 1] drawn without replacement, by their variance (Bardenet and Maillard, "Concentration inequalities for
 * sampling without replacement", 2015, theorem 4.3): farther on one side with probability 5 exp(-level) at most; 0 where all are drawn.
 */
export function varianceError(variance: number, k: number, total: number, level: number): number {
  if (k >= total) return 0;
  const left = k <= total / 2 ? 1 - (k - 1) / total : (1 - k / total) * (1 + 1 / k);
  return Math.sqrt((2 * left * variance * level) / k) + (KAPPA * level) / k;
}
