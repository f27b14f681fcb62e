import type { Answer } from './each-key.js';
import type { KeyNumbers } from './key-numbers.js';
import { DAY, type Spans } from './spans.js';
import type { Window } from './window.js';

/** As in `moments.ts`. */
const CANCELLED = 1e-6;

/** Slope of the numbers of a window against time, per day, by least squares; left as it is with fewer than two times. Needs `products`. */
export function trend(out: Float64Array, spans: Spans, window: Window): Answer<KeyNumbers> {
  const { order, end } = spans;
  const start = spans.start(window);
  return ({ known, at, products: { days, squaredDays, numbers, products }, index: { times }, begin }, first, last) => {
    for (let i = first; i < last; i++) {
      const [from, to] = [start[i]!, end[i]!];
      const count = known[to]! - known[from]!;
      if (count < 2 || times[begin + from] === times[begin + to - 1]) continue;
      const time = days.between(from, to);
      const square = squaredDays.between(from, to);
      const spread = square - (time * time) / count;
      const slope =
        spread >= CANCELLED * square && square > 0
          ? (products.between(from, to) - (time * numbers.between(from, to)) / count) / spread
          : slopeOf(at, times.subarray(begin, begin + to), from, to, count);
      if (slope - slope === 0) out[order[i]!] = slope;
    }
  };
}

/** The same from the rows themselves: for windows that are short against their distance from the key's first event. */
function slopeOf(at: Float64Array, times: Float64Array, from: number, to: number, count: number): number {
  let [time, value] = [0, 0];
  for (let i = from; i < to; i++) {
    if (Number.isNaN(at[i]!)) continue;
    time += (times[i]! - times[from]!) / DAY;
    value += at[i]!;
  }
  let [spread, product] = [0, 0];
  for (let i = from; i < to; i++) {
    if (Number.isNaN(at[i]!)) continue;
    const away = (times[i]! - times[from]!) / DAY - time / count;
    spread += away ** 2;
    product += away * (at[i]! - value / count);
  }
  return product / spread;
}
