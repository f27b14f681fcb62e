import type { CodeSeries } from './code-series.js';
import type { NumberSeries } from './number-series.js';
import type { Spans } from './spans.js';

/**
 * The number at the last time but `back` (0: the last) at which there were events, NaN where it is missing then; of several events at that time the mean of
 * their numbers. Left as it is where there are not so many times. O(questions x back).
 */
export function lagInto(out: Float64Array, series: NumberSeries, spans: Spans, back: number): void {
  const { order, begin, end, index } = spans;
  const groups = index.hasTies ? index.groups : undefined;
  for (let i = 0; i < order.length; i++) {
    const first = begin[i]!;
    let to = end[i]!;
    if (groups) for (let step = 0; step < back && to > first; step++) to = groups[to - 1]!;
    else to -= back;
    if (to > first) out[order[i]!] = groups ? meanOf(series, first, groups[to - 1]!, to) : series.at[to - 1]!;
  }
}

/** The last number that is not missing; of several at that time their mean. Left as it is where there is none. */
export function lastInto(out: Float64Array, series: NumberSeries, spans: Spans): void {
  const { order, begin, end, index } = spans;
  const groups = index.hasTies ? index.groups : undefined;
  const known = lastKnown(series.at, (value) => !Number.isNaN(value), series.index);
  for (let i = 0; i < order.length; i++) {
    const at = end[i]! > begin[i]! ? known[end[i]! - 1]! : -1;
    if (at < 0) continue;
    out[order[i]!] = groups ? meanOf(series, begin[i]!, groups[at]!, at + 1) : series.at[at]!;
  }
}

/** The last code that is not missing; of several at that time the smallest. Left as it is where there is none. */
export function lastCodeInto(out: Float64Array, series: CodeSeries, spans: Spans): void {
  const { order, begin, end, index } = spans;
  const groups = index.hasTies ? index.groups : undefined;
  const known = lastKnown(series.at, (code) => code >= 0, index);
  for (let i = 0; i < order.length; i++) {
    const at = end[i]! > begin[i]! ? known[end[i]! - 1]! : -1;
    // Codes of one time are sorted.
    if (at >= 0) out[order[i]!] = series.at[groups ? groups[at]! : at]!;
  }
}

function meanOf(series: NumberSeries, begin: number, from: number, to: number): number {
  const count = series.present.between(begin, from, to);
  return count === 1 ? series.at[from]! : series.sums.between(begin, from, to) / count;
}

/** Of each place the last one up to it, of the same key, that is known; -1: none. */
function lastKnown<V extends Float64Array | Int32Array>(
  at: V,
  isKnown: (value: number) => boolean,
  { begin, length, numKeys }: { begin: Int32Array; length: Int32Array; numKeys: number },
): Int32Array {
  const known = new Int32Array(at.length);
  for (let key = 0; key < numKeys; key++) {
    let last = -1;
    for (let place = begin[key]!; place < begin[key]! + length[key]!; place++) {
      if (isKnown(at[place]!)) last = place;
      known[place] = last;
    }
  }
  return known;
}
