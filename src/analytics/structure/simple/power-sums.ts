/** Bernoulli numbers over factorials, of the Euler-Maclaurin formula: B_2k / (2k)!. */
const TERMS = [1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160, -691 / 1307674368000];

/**
 * The sum of (1 + n / q)^-s over n from 0, for s > 1 and q > 0: the Hurwitz zeta function times q^s, which neither overflows nor
 * vanishes.
 */
export function scaledZeta(s: number, q: number): number {
  let sum = 0;
  // From here on, the formula is as exact as float64.
  const far = Math.max(12, s);
  let x = q;
  for (; x < far; x++) {
    const term = (x / q) ** -s;
    sum += term;
    if (term < 1e-18 * sum) return sum;
  }
  const power = (x / q) ** -s;
  sum += (power * x) / (s - 1) + power / 2;
  let term = (power * s) / x;
  for (let k = 0; k < TERMS.length; k++) {
    sum += TERMS[k]! * term;
    term *= ((s + 2 * k + 1) * (s + 2 * k + 2)) / (x * x);
  }
  return sum;
}
