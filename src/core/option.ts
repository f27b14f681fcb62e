import * as z from 'zod/mini';

/**
 * Pieces that the schemas of options are made of, used as `option.count`; each message says what the value must be.
 */

/** Whole number from a bound. */
export function countFrom(min: number) {
  const mustBe = `a whole number from ${min}`;
  return z.int(mustBe).check(z.minimum(min, mustBe));
}
/** Whole number from 1. */
export const count = countFrom(1);
/** Number above a bound. */
export function above(bound: number) {
  const mustBe = `a number above ${bound}`;
  return z.number(mustBe).check(z.gt(bound, mustBe));
}
/** Number above 0. */
export const positive = above(0);
/** Number from 0. */
export const nonNegative = z.number('a number from 0').check(z.minimum(0, 'a number from 0'));
/** Number from 0, or infinity: no limit. */
export const nonNegativeOrInfinite = z.custom<number>(
  (value) => typeof value === 'number' && value >= 0,
  'a number from 0',
);
/** Number from 0 to 1, both included. */
export const fraction = z
  .number('a number from 0 to 1')
  .check(z.minimum(0, 'a number from 0 to 1'), z.maximum(1, 'a number from 0 to 1'));
/** Number from 0 to below 1, such as the share of values that dropout removes. */
export const rate = z
  .number('a number from 0 to below 1')
  .check(z.minimum(0, 'a number from 0 to below 1'), z.lt(1, 'a number from 0 to below 1'));
/** Seed of random numbers: a whole number from 0 to 2^53 - 1. */
export const seed = z.int('a whole number from 0 to 2^53 - 1').check(z.minimum(0, 'a whole number from 0 to 2^53 - 1'));
/** Row numbers, which `checkRows` looks at. */
export const rows = z.custom<Int32Array>(() => true);
export const callback = z.custom<(...given: never[]) => unknown>((value) => typeof value === 'function', 'a function');

/** The options of every long call: `z.strictObject({ ...runOptions, k: count })`. */
export const runOptions = {
  signal: z.optional(z.custom<AbortSignal>((value) => value instanceof AbortSignal, 'an AbortSignal')),
  onProgress: z.optional(callback),
};

/** Number above one bound and below another, neither included. */
export function between(low: number, high: number, shown = `a number above ${low} and below ${high}`) {
  return z.number(shown).check(z.gt(low, shown), z.lt(high, shown));
}
