import type { NumberSeries } from './number-series.js';
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
 * Sums, means, deviations and shares of missing numbers over a window, from running sums: O(questions), whatever the windows hold. Without numbers
 * in the window (of `missing`, without rows) the value is left as it is.
 */
export function momentsInto(out: Moments, series: NumberSeries, spans: Spans, window: Window): void {
  const { order, begin, end, keys } = spans;
  const start = spans.start(window);
  const present = series.hasMissing ? series.present : undefined;
  const { sums } = series;
  const squares = out.deviation ? series.squares : undefined;
  for (let i = 0; i < order.length; i++) {
    const [first, from, to] = [begin[i]!, start[i]!, end[i]!];
    const count = present ? present.between(first, from, to) : to - from;
    if (out.missing && to > from) out.missing[order[i]!] = 1 - count / (to - from);
    if (count <= 0) continue;
    let sum = sums.between(first, from, to);
    // After an overflow the differences are lost.
    if (sum - sum !== 0) sum = total(series.at, from, to);
    if (out.sum) out.sum[order[i]!] = sum;
    if (out.mean) out.mean[order[i]!] = sum / count;
    if (!squares) continue;
    const square = squares.between(first, from, to);
    const rest = sum - count * series.origin(keys[i]!);
    let spread = square - (rest * rest) / count;
    if (!(spread >= CANCELLED * square)) spread = spreadOf(series.at, from, to, sum / count);
    out.deviation![order[i]!] = Math.sqrt(spread / count);
  }
}

function total(at: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let place = from; place < to; place++) if (!Number.isNaN(at[place]!)) sum += at[place]!;
  return sum;
}

function spreadOf(at: Float64Array, from: number, to: number, mean: number): number {
  let spread = 0;
  for (let place = from; place < to; place++) if (!Number.isNaN(at[place]!)) spread += (at[place]! - mean) ** 2;
  return spread;
}
