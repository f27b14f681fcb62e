import type { Spans } from './spans.js';
import type { Window } from './window.js';

/**
 * How many different codes there are in a window, those below 0 (missing) apart. Windows of a key only move forward, so each event comes in once and
 * goes out once: O(events + questions).
 *
 * @param codes of each place, below `numCodes`
 */
export function distinctInto(
  out: Float64Array,
  codes: Int32Array,
  numCodes: number,
  spans: Spans,
  window: Window,
): void {
  const { order, begin, end } = spans;
  const start = spans.start(window);
  const counts = new Int32Array(numCodes);
  let [low, high, key, distinct] = [0, 0, -1, 0];
  for (let i = 0; i < order.length; i++) {
    const [from, to] = [start[i]!, end[i]!];
    const isElsewhere = begin[i] !== key || from >= high;
    // Out with what is in the old window only.
    for (const stop = isElsewhere ? high : from; low < stop; low++) {
      const code = codes[low]!;
      if (code >= 0 && --counts[code]! === 0) distinct--;
    }
    if (isElsewhere) [low, high, key] = [from, from, begin[i]!];
    for (; high < to; high++) {
      const code = codes[high]!;
      if (code >= 0 && counts[code]!++ === 0) distinct++;
    }
    out[order[i]!] = distinct;
  }
}
