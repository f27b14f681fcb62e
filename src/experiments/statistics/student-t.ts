/**
 * Chance that a value of Student's t distribution with whole degrees of freedom is at most `t`: a finite sum (Abramowitz and Stegun,
 * "Handbook of Mathematical Functions", 1964, 26.7.3 and 26.7.4).
 */
export function studentTDistribution(t: number, degreesOfFreedom: number): number {
  const angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
  const square = Math.cos(angle) ** 2;
  const isOdd = degreesOfFreedom % 2 === 1;
  // Between -t and t: terms in even powers of the cosine, each from the one before.
  let sum = 0;
  let term = isOdd ? Math.cos(angle) : 1;
  for (let k = isOdd ? 3 : 2; k <= degreesOfFreedom; k += 2) {
    sum += term;
    term *= (square * (k - 1)) / k;
  }
  const within = isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return (1 + within) / 2;
}

/** The t that a share `probability`, at least 0.5 and below 1, of the distribution does not exceed. */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  let low = 0;
  let high = 1;
  while (studentTDistribution(high, degreesOfFreedom) < probability && high < 2 ** 1000) high *= 2;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentTDistribution(middle, degreesOfFreedom) < probability) low = middle;
    else high = middle;
  }
  return high;
}
