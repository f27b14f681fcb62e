/** Share of the times that may lie apart at either end, and one at least. */
const MOST_APART = 0.01;
/** Of fewer times none lies apart. */
const FEWEST = 20;

/** From when to when the times of rows reach, in seconds since 1970. */
export interface MainSpan {
  /** Infinity and -Infinity where there is no time. */
  readonly first: number;
  readonly last: number;
  /** How many times are before the first, or after the last. */
  readonly numApart: number;
}

/**
 * From when to when times reach, without the few at an end that are farther from all others than these reach: dates such as 9999-12-31 and 1900-01-01 stand for
 * none. Where nearly all times are the same, none lies apart. Times that are NaN do not count. O(n log n).
 */
export function mainSpan(times: Float64Array): MainSpan {
  const sorted = times.filter((time) => !Number.isNaN(time)).sort();
  const { length } = sorted;
  if (length === 0) return { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY, numApart: 0 };
  let [begin, end] = [0, length];
  const most = length < FEWEST ? 0 : Math.max(1, Math.floor(MOST_APART * length));
  // Of what may lie apart at both ends only what is between says how far times reach.
  const [inner, outer] = [sorted[most]!, sorted[length - 1 - most]!];
  for (let at = length - most; at < length && end === length; at++)
    if (sorted[at - 1]! > inner && sorted[at]! - sorted[at - 1]! > sorted[at - 1]! - inner) end = at;
  for (let at = most; at > 0 && begin === 0; at--)
    if (outer > sorted[at]! && sorted[at]! - sorted[at - 1]! > outer - sorted[at]!) begin = at;
  return { first: sorted[begin]!, last: sorted[end - 1]!, numApart: length - (end - begin) };
}
