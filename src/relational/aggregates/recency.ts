import { DAY, type Spans } from './spans.js';
import type { Window } from './window.js';

/** How many events there are in a window. */
export function countInto(out: Float64Array, spans: Spans, window: Window): void {
  const start = spans.start(window);
  for (let i = 0; i < start.length; i++) out[spans.order[i]!] = spans.end[i]! - start[i]!;
}

/** Days from the last (or first) event to the question; left as it is without events. @param times of the questions in seconds */
export function daysSinceInto(out: Float64Array, spans: Spans, times: Float64Array, which: 'last' | 'first'): void {
  const { order, begin, end, index } = spans;
  for (let i = 0; i < order.length; i++) {
    if (begin[i] === end[i]) continue;
    const event = index.times[which === 'last' ? end[i]! - 1 : begin[i]!]!;
    out[order[i]!] = (times[order[i]!]! - event) / DAY;
  }
}

/** Mean days between an event and the next, of all history; left as it is with fewer than two. */
export function daysBetweenInto(out: Float64Array, spans: Spans): void {
  const { order, begin, end, index } = spans;
  for (let i = 0; i < order.length; i++) {
    const count = end[i]! - begin[i]!;
    if (count < 2) continue;
    out[order[i]!] = (index.times[end[i]! - 1]! - index.times[begin[i]!]!) / DAY / (count - 1);
  }
}
