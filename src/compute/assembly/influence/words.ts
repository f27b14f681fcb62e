// The random words of a reverse-reachable set (SplitMix64), and the logarithm: those of src/influence/sampling, bit for bit.

// @ts-ignore: decorator
@inline
export const GOLDEN: u64 = 0x9e3779b97f4a7c15;

/** 2^-32. */
// @ts-ignore: decorator
@inline
export const WORD: f64 = 2.3283064365386963e-10;

// @ts-ignore: decorator
@inline
export function mix(z: u64): u64 {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/** State at the start of a set; word i is mix(state + (i + 1) GOLDEN). */
// @ts-ignore: decorator
@inline
export function startOf(base: u64, set: u64): u64 {
  return mix(base + (set + 1) * GOLDEN);
}

/** A word as a number in [0, 1): its upper 53 bits. */
// @ts-ignore: decorator
@inline
export function uniform(word: u64): f64 {
  return <f64>(word >> 11) * 1.1102230246251565e-16;
}

/** The upper half of a word, times 2^-32. */
// @ts-ignore: decorator
@inline
export function upper(word: u64): f64 {
  return <f64>(word >> 32) * WORD;
}

/** The lower half of a word, times 2^-32. */
// @ts-ignore: decorator
@inline
export function lower(word: u64): f64 {
  return <f64>(word & 0xffffffff) * WORD;
}

/** The natural logarithm of a number in (0, 1]. */
export function ln(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  const exponent = (<i32>(bits >> 32) - 0x3fe6a09e) >> 20;
  const m = reinterpret<f64>(bits - (<u64>(<i64>exponent) << 52));
  const t = (m - 1.0) / (m + 1.0);
  const s = t * t;
  const q = s * s;
  const sum = 1.0 / 3.0 + s * (1.0 / 5.0) + q * (1.0 / 7.0 + s * (1.0 / 9.0) + q * (1.0 / 11.0 + s * (1.0 / 13.0)));
  return <f64>exponent * 0.6931471805599453 + (2.0 * t + 2.0 * t * (s * sum));
}
