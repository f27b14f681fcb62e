import type { RandomStream } from '../../../core/index.js';

/**
 * Successes among `n` trials of chance `p` (0 <= p <= 1). Inversion for small means, else Hormann's transformed
 * rejection BTRS ("The generation of binomial random variates", J. Stat. Comput. Simul. 46, 1993): O(1) per draw.
 */
export function drawBinomial(random: RandomStream, n: number, p: number): number {
  if (p > 0.5) return n - drawBinomial(random, n, 1 - p);
  if (n === 0 || p <= 0) return 0;
  return n * p < 10 ? byInversion(random, n, p) : byRejection(random, n, p);
}

/** Walks up the distribution function; the mean is below 10, so the walk is short. */
function byInversion(random: RandomStream, n: number, p: number): number {
  const odds = p / (1 - p);
  let mass = Math.exp(n * Math.log1p(-p));
  let left = random.next();
  let k = 0;
  while (left > mass && k < n) {
    left -= mass;
    k++;
    mass *= ((n + 1) / k - 1) * odds;
  }
  return k;
}

function byRejection(random: RandomStream, n: number, p: number): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const odds = p / (1 - p);
  const alpha = (2.83 + 5.1 / b) * spread;
  const mode = Math.floor((n + 1) * p);
  for (;;) {
    const u = random.next() - 0.5;
    const v = random.next();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + centre);
    if (us >= 0.07 && v <= squeeze) return k;
    if (!(k >= 0 && k <= n)) continue;
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingTail(mode) +
      stirlingTail(n - mode) -
      stirlingTail(k) -
      stirlingTail(n - k);
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k;
  }
}

/** log k! minus its Stirling approximation in powers of k + 1. */
function stirlingTail(k: number): number {
  if (k < smallTails.length) return smallTails[k]!;
  const inverse = 1 / (k + 1);
  const square = inverse * inverse;
  return (1 / 12 - (1 / 360 - square / 1260) * square) * inverse;
}

const smallTails = Float64Array.from({ length: 10 }, (_, k) => {
  let logFactorial = 0;
  for (let i = 2; i <= k; i++) logFactorial += Math.log(i);
  return logFactorial - (0.5 * Math.log(2 * Math.PI) + (k + 0.5) * Math.log(k + 1) - (k + 1));
});

/**
 * Redraws `counts` (sum n) as n draws with replacement: a multinomial sample, by one binomial per cell given those
 * before it. O(cells).
 */
export function redrawCounts(random: RandomStream, counts: Int32Array, out: Float64Array): Float64Array {
  let mass = 0;
  for (const count of counts) mass += count;
  let draws = mass;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    const drawn = count === mass ? draws : drawBinomial(random, draws, count / mass);
    out[i] = drawn;
    draws -= drawn;
    mass -= count;
  }
  return out;
}
