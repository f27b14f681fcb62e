import type { NumberSeries } from './number-series.js';
import { DAY, type Spans } from './spans.js';
import type { Window } from './window.js';

/** As in `moments.ts`. */
const CANCELLED = 1e-6;

/** Slope of the numbers of a window against time, per day, by least squares; left as it is with fewer than two times. O(questions). */
export function trendInto(out: Float64Array, series: NumberSeries, spans: Spans, window: Window): void {
  const { order, begin, end, index } = spans;
  const start = spans.start(window);
  const present = series.hasMissing ? series.present : undefined;
  const { times, squaredTimes, values, products } = series.products;
  for (let i = 0; i < order.length; i++) {
    const [first, from, to] = [begin[i]!, start[i]!, end[i]!];
    const count = present ? present.between(first, from, to) : to - from;
    if (count < 2 || index.times[from] === index.times[to - 1]) continue;
    const time = times.between(first, from, to);
    const square = squaredTimes.between(first, from, to);
    const spread = square - (time * time) / count;
    const slope =
      spread >= CANCELLED * square && square > 0
        ? (products.between(first, from, to) - (time * values.between(first, from, to)) / count) / spread
        : slopeOf(series, from, to, count);
    if (slope - slope === 0) out[order[i]!] = slope;
  }
}

/** The same from the rows themselves: for windows that are short against their distance from the key's first event. */
function slopeOf({ at, index: { times } }: NumberSeries, from: number, to: number, count: number): number {
  let [time, value] = [0, 0];
  const known = (place: number) => !Number.isNaN(at[place]!);
  const days = (place: number) => (times[place]! - times[from]!) / DAY;
  for (let place = from; place < to; place++) {
    if (!known(place)) continue;
    time += days(place);
    value += at[place]!;
  }
  let [spread, product] = [0, 0];
  for (let place = from; place < to; place++) {
    if (!known(place)) continue;
    spread += (days(place) - time / count) ** 2;
    product += (days(place) - time / count) * (at[place]! - value / count);
  }
  return product / spread;
}
