import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option } from '../../core/index.js';
import { scaledZeta } from './simple/power-sums.js';

export interface PowerLawOptions {
  /** The smallest value that follows the law; default the one with which it fits best. */
  readonly xmin?: number;
}

export interface PowerLawFit {
  /** P(x) is in proportion to x^-alpha, for x from `xmin`. */
  readonly alpha: number;
  /** Standard error of alpha. */
  readonly sigma: number;
  readonly xmin: number;
  /** Kolmogorov-Smirnov distance: the largest difference of the two distribution functions. */
  readonly ks: number;
  /** Values from `xmin`. */
  readonly numTail: number;
  readonly logLikelihood: number;
}

const schema = z.strictObject({ xmin: z.optional(option.count) });

/**
 * Fits a power law to whole numbers, such as degrees (Clauset, Shalizi, Newman 2009): for each smallest value the exponent of the largest
 * likelihood, and of all of these the fit of the smallest Kolmogorov-Smirnov distance. Values below 1 are not looked at. It says how well
 * a power law fits, not that nothing else fits better. O(values + distinct values squared).
 *
 * @param values whole numbers
 * @example
 * const { values } = (await degree(graph, { relations: ['cites'], direction: 'in' })).scores;
 * const { alpha, xmin, ks } = fitPowerLaw(values);
 * @throws {HeteroGraphError} INVALID_OPTION, VALUE_OUT_OF_RANGE for a value that is no whole number, NO_ROWS where there are not two
 * distinct values to fit
 */
export function fitPowerLaw(values: ArrayLike<number>, options: PowerLawOptions = {}): PowerLawFit {
  expectArgument(values, 'numbers', 'values');
  checkOptions(schema, options);
  const { distinct, counts } = tally(values);
  const candidates = options.xmin === undefined ? distinct.slice(0, -1) : [options.xmin];
  let best: PowerLawFit | undefined;
  for (const xmin of candidates) {
    const first = distinct.findIndex((value) => value >= xmin);
    if (first < 0 || first >= distinct.length - 1) continue;
    const fit = fitFrom(distinct.slice(first), counts.slice(first), xmin);
    if (!best || fit.ks < best.ks) best = fit;
  }
  if (best) return best;
  throw new HeteroGraphError('NO_ROWS', 'There are no two distinct values to fit a power law to.', {
    hint: options.xmin === undefined ? 'Values from 1 count.' : `Values from xmin (${options.xmin}) count.`,
  });
}

function tally(values: ArrayLike<number>): {
  readonly distinct: readonly number[];
  readonly counts: readonly number[];
} {
  const times = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isSafeInteger(value)) {
      throw new HeteroGraphError('VALUE_OUT_OF_RANGE', `values has ${value} at position ${i}.`, {
        row: i,
        column: 'values',
        hint: 'A power law of degrees is fitted to whole numbers.',
      });
    }
    if (value >= 1) times.set(value, (times.get(value) ?? 0) + 1);
  }
  const distinct = [...times.keys()].sort((a, b) => a - b);
  return { distinct, counts: distinct.map((value) => times.get(value)!) };
}

/** The exponent of the largest likelihood, and what it leaves. */
function fitFrom(distinct: readonly number[], counts: readonly number[], xmin: number): PowerLawFit {
  const numTail = counts.reduce((sum, count) => sum + count, 0);
  // Sums of logarithms of x / xmin, and zeta times xmin^alpha: large exponents leave no other digits.
  const logs = distinct.reduce((sum, value, i) => sum + counts[i]! * Math.log(value / xmin), 0);
  const perLog = (alpha: number) => -numTail * Math.log(scaledZeta(alpha, xmin)) - alpha * logs;
  const alpha = maximum(perLog, 1 + 1e-6);
  const step = 1e-3 * (alpha - 1);
  const curvature = (2 * perLog(alpha) - perLog(alpha + step) - perLog(alpha - step)) / step ** 2;
  const whole = scaledZeta(alpha, xmin);
  const above = (value: number) => ((value / xmin) ** -alpha * scaledZeta(alpha, value)) / whole;
  let ks = 0;
  let seen = 0;
  distinct.forEach((value, i) => {
    // The model rises up to a value that occurs, and the values rise there.
    ks = Math.max(ks, Math.abs(1 - above(value) - seen / numTail));
    seen += counts[i]!;
    ks = Math.max(ks, Math.abs(1 - above(value + 1) - seen / numTail));
  });
  const sigma = 1 / Math.sqrt(curvature);
  return { alpha, sigma, xmin, ks, numTail, logLikelihood: perLog(alpha) };
}

/** Where a concave function is largest from a point on, by golden sections. */
function maximum(of: (x: number) => number, low: number): number {
  let high = 4;
  while (of(2 * high) > of(high)) high *= 2;
  high *= 2;
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [x, y] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [atX, atY] = [of(x), of(y)];
  while (b - a > 1e-9 * b) {
    if (atX >= atY) {
      [b, y, atY] = [y, x, atX];
      x = b - ratio * (b - a);
      atX = of(x);
    } else {
      [a, x, atX] = [x, y, atY];
      y = a + ratio * (b - a);
      atY = of(y);
    }
  }
  return (a + b) / 2;
}
