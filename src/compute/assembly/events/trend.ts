// Slope of the numbers of a window against time, per day, by least squares.

import * as key from './key';
import { endOf, from, put, startOf, to } from './operation';
import { between } from './running-sum';

/** As in `moments.ts`. */
const CANCELLED: f64 = 1e-6;

/** NaN with fewer than two times. */
export function trend(operation: usize): void {
  for (let i = from; i < to; i++) {
    const slope = slopeBetween(startOf(operation, i), endOf(i));
    put(operation, i, slope - slope == 0 ? slope : NaN);
  }
}

function slopeBetween(start: i32, end: i32): f64 {
  const count = key.knownBetween(start, end);
  if (count < 2 || timeAt(start) == timeAt(end - 1)) return NaN;
  const time = between(key.days, start, end);
  const square = between(key.squaredDays, start, end);
  const spread = square - (time * time) / <f64>count;
  if (spread >= CANCELLED * square && square > 0) {
    return (between(key.products, start, end) - (time * between(key.shifted, start, end)) / <f64>count) / spread;
  }
  return slopeOfRows(start, end, count);
}

// @ts-ignore: decorator
@inline
function timeAt(place: i32): f64 {
  return load<f64>(key.times + (<usize>place << 3));
}

/** The same from the rows themselves: for windows that are short against their distance from the key's first event. */
function slopeOfRows(start: i32, end: i32, count: i32): f64 {
  const first = timeAt(start);
  let time: f64 = 0;
  let value: f64 = 0;
  for (let place = start; place < end; place++) {
    const number = key.numberAt(place);
    if (number != number) continue;
    time += (timeAt(place) - first) / key.DAY;
    value += number;
  }
  let spread: f64 = 0;
  let product: f64 = 0;
  for (let place = start; place < end; place++) {
    const number = key.numberAt(place);
    if (number != number) continue;
    const away = (timeAt(place) - first) / key.DAY - time / <f64>count;
    spread += away * away;
    product += away * (number - value / <f64>count);
  }
  return product / spread;
}
