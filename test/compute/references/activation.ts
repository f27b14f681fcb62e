/** The normal distribution function in float64: a series of positive terms. */
function normal(x: number): number {
  let term = Math.abs(x);
  let sum = term;
  for (let n = 1; n < 400 && term > 1e-18 * sum; n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  const half = (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
  return x > 0 ? 0.5 + half : 0.5 - half;
}

export const activationReferences = {
  gelu: (x: number) => x * normal(x),
  elu: (x: number) => (x > 0 ? x : Math.expm1(x)),
};
