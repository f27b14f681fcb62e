/**
 * The part of delta that a certificate by pools of `size` sets may spend, so that those of all sizes hold together: whoever looks as
 * often as they like, and lets what they see (or the clock) decide when to stop, is not deceived more often than delta. The shares of all
 * sizes from 1 sum to at most 1. Round sizes have more: a size of d decimal digits, the first s of them up to the last that is not 0, has
 * 1 / (d (d + 1) s (s + 1) 9 10^(s - 1)), since there are fewer than 9 10^(s - 1) such sizes.
 */
export function sizeShare(size: number): number {
  const digits = String(size);
  const d = digits.length;
  const s = digits.replace(/0+$/, '').length;
  return 1 / (d * (d + 1) * s * (s + 1) * 9 * 10 ** (s - 1));
}

/** The largest whole number up to `size` of at most two digits followed by zeros. */
export function roundDown(size: number): number {
  const step = 10 ** Math.max(0, String(Math.floor(size)).length - 2);
  return Math.floor(size / step) * step;
}

/** The least such number above `size`. */
export function roundUp(size: number): number {
  return roundDown(size) + 10 ** Math.max(0, String(Math.floor(size)).length - 2);
}
