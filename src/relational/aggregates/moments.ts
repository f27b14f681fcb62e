import type { Answer } from './each-key.js';
import type { KeyNumbers } from './key-numbers.js';
import type { Spans } from './spans.js';
import type { Window } from './window.js';

/** Where aggregates go, [questions] each; those that are absent are not computed. */
export interface Moments {
  readonly sum?: Float64Array;
  readonly mean?: Float64Array;
  /** Of the numbers themselves (divided by n), as `stddev_pop` of SQL. */
  readonly deviation?: Float64Array;
  /** Share of the rows of the window without number. */
  readonly missing?: Float64Array;
}

/** Below this share of the sums that it is the difference of, a sum of squares is computed anew from its rows. */
const CANCELLED = 1e-6;

/**
 * Sums, means, deviations and shares of missing numbers over a window, from running sums, which cost the same whatever the windows hold. Without numbers
 * in the window (of `missing`, without rows) the value is left as it is. Needs `sums`; of `deviation` also `squares`.
 */
export function moments(out: Moments, spans: Spans, window: Window): Answer<KeyNumbers> {
  const { order, end } = spans;
  const start = spans.start(window);
  const { sum: sumOut, mean, deviation, missing } = out;
  return (numbers, first, last) => {
    const { known, sums, squares, at, origin } = numbers;
    for (let i = first; i < last; i++) {
      const [from, to, question] = [start[i]!, end[i]!, order[i]!];
      const count = known[to]! - known[from]!;
      if (missing && to > from) missing[question] = 1 - count / (to - from);
      if (count === 0) continue;
      let sum = sums.between(from, to);
      // After an overflow the differences are lost.
      if (sum - sum !== 0) sum = total(at, from, to);
      if (sumOut) sumOut[question] = sum;
      if (mean) mean[question] = sum / count;
      if (!deviation) continue;
      const square = squares.between(from, to);
      const rest = sum - count * origin;
      let spread = square - (rest * rest) / count;
      if (!(spread >= CANCELLED * square)) spread = spreadOf(at, from, to, sum / count);
      deviation[question] = Math.sqrt(spread / count);
    }
  };
}

function total(at: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) if (!Number.isNaN(at[i]!)) sum += at[i]!;
  return sum;
}

function spreadOf(at: Float64Array, from: number, to: number, mean: number): number {
  let spread = 0;
  for (let i = from; i < to; i++) if (!Number.isNaN(at[i]!)) spread += (at[i]! - mean) ** 2;
  return spread;
}
