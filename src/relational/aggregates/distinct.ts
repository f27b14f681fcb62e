import type { Answer } from './each-key.js';
import type { KeyCodes } from './key-codes.js';
import type { Spans } from './spans.js';
import type { Window } from './window.js';

/**
 * How many different codes there are in a window, those below 0 (missing) apart. Windows of a key only move forward, so each event comes in once and
 * goes out once: O(events + questions).
 */
export function distinct(out: Float64Array, numCodes: number, spans: Spans, window: Window): Answer<KeyCodes> {
  const { order, end } = spans;
  const start = spans.start(window);
  const counts = new Int32Array(numCodes);
  return ({ at }, first, last) => {
    let [low, high, different] = [0, 0, 0];
    const leave = (stop: number) => {
      for (; low < stop; low++) if (at[low]! >= 0 && --counts[at[low]!]! === 0) different--;
    };
    for (let i = first; i < last; i++) {
      const [from, to] = [start[i]!, end[i]!];
      leave(Math.min(from, high));
      if (from > high) low = high = from;
      for (; high < to; high++) if (at[high]! >= 0 && counts[at[high]!]!++ === 0) different++;
      out[order[i]!] = different;
    }
    leave(high);
  };
}
