// Aggregates of times alone.

import * as key from './key';
import { askedAt, endOf, from, numberOf, put, startOf, to } from './operation';

/** How many events there are in a window. */
export function countEvents(operation: usize): void {
  for (let i = from; i < to; i++) put(operation, i, <f64>(endOf(i) - startOf(operation, i)));
}

/** Days from the last (or first) event to the question; NaN without events. */
export function daysSince(operation: usize, isLast: bool): void {
  for (let i = from; i < to; i++) {
    const seen = endOf(i);
    const place = isLast ? seen - 1 : 0;
    const time = seen > 0 ? load<f64>(key.times + (<usize>place << 3)) : NaN;
    put(operation, i, (load<f64>(askedAt + numberOf(i)) - time) / key.DAY);
  }
}

/** Mean days between an event and the next, of all history; NaN with fewer than two. */
export function daysBetween(operation: usize): void {
  for (let i = from; i < to; i++) {
    const seen = endOf(i);
    let days: f64 = NaN;
    if (seen > 1) {
      days = (load<f64>(key.times + (<usize>(seen - 1) << 3)) - load<f64>(key.times)) / key.DAY / <f64>(seen - 1);
    }
    put(operation, i, days);
  }
}
