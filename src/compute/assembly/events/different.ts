// Which values there are in a window.

import * as key from './key';
import { endOf, from, put, startOf, to } from './operation';

/** How many different codes there are, missing ones apart. Each event comes in once and goes out once: O(events + questions). */
export function distinct(operation: usize): void {
  let low = 0;
  let high = 0;
  let different = 0;
  for (let i = from; i < to; i++) {
    const start = startOf(operation, i);
    const end = endOf(i);
    for (const stop = min(start, high); low < stop; low++) different -= <i32>(change(key.codeAt(low), -1) == 0);
    if (start > high) low = high = start;
    for (; high < end; high++) different += <i32>(change(key.codeAt(high), 1) == 1);
    put(operation, i, <f64>different);
  }
  for (; low < high; low++) change(key.codeAt(low), -1);
}

/** Changes how many events have a code, and says how many that makes; -1 of a missing code. */
// @ts-ignore: decorator
@inline
function change(code: i32, by: i32): i32 {
  if (code < 0) return -1;
  const place = key.counts + (<usize>code << 2);
  const count = load<i32>(place) + by;
  store<i32>(place, count);
  return count;
}

/** Counts the events before each one that have the value of the operation (from 24 on), for the shares that follow. */
export function countNumber(operation: usize): void {
  const wanted = load<f64>(operation, 24);
  let before = 0;
  store<i32>(key.places, 0);
  for (let i = 0; i < key.count; i++) {
    before += <i32>(key.numberAt(i) == wanted);
    store<i32>(key.places + (<usize>i << 2), before, 4);
  }
}

/** The same of codes. */
export function countCode(operation: usize): void {
  const wanted = <i32>load<f64>(operation, 24);
  let before = 0;
  store<i32>(key.places, 0);
  for (let i = 0; i < key.count; i++) {
    before += <i32>(key.codeAt(i) == wanted);
    store<i32>(key.places + (<usize>i << 2), before, 4);
  }
}

/** Share of the counted value among the events with a value; NaN where none has one. */
export function share(operation: usize): void {
  for (let i = from; i < to; i++) {
    const start = startOf(operation, i);
    const end = endOf(i);
    const all = key.knownBetween(start, end);
    const those = load<i32>(key.places + (<usize>end << 2)) - load<i32>(key.places + (<usize>start << 2));
    put(operation, i, all > 0 ? <f64>those / <f64>all : NaN);
  }
}
