// Least or greatest number of a window.

import * as key from './key';
import { endOf, from, put, startOf, to } from './operation';

/** A look at every number of every window is the faster way up to so many of them for each event. */
const LOOKS: i64 = 4;

/** Word 3: 1 for the greatest, -1 for the least; word 4: are windows all history? NaN without numbers. */
export function extreme(operation: usize): void {
  const sign = <f64>load<i32>(operation, 12);
  if (load<i32>(operation, 16)) {
    ofAll(operation, sign);
    return;
  }
  let looks: i64 = 0;
  for (let i = from; i < to; i++) looks += <i64>(endOf(i) - startOf(operation, i));
  if (looks > LOOKS * <i64>key.count + 64) {
    byQueue(operation, sign);
    return;
  }
  for (let i = from; i < to; i++) {
    const end = endOf(i);
    let best: f64 = -Infinity;
    for (let place = startOf(operation, i); place < end; place++) {
      const value = sign * key.numberAt(place);
      if (value > best) best = value;
    }
    putBest(operation, i, sign, best);
  }
}

// @ts-ignore: decorator
@inline
function putBest(operation: usize, question: usize, sign: f64, best: f64): void {
  put(operation, question, best > -Infinity ? sign * best + 0 : NaN);
}

/** All history only grows. */
function ofAll(operation: usize, sign: f64): void {
  let best: f64 = -Infinity;
  let seen = 0;
  for (let i = from; i < to; i++) {
    const end = endOf(i);
    for (; seen < end; seen++) {
      const value = sign * key.numberAt(seen);
      if (value > best) best = value;
    }
    putBest(operation, i, sign, best);
  }
}

/** As windows only move forward, a queue of those numbers that can still become the answer serves all of them. */
function byQueue(operation: usize, sign: f64): void {
  const queue = key.places;
  let head: usize = 0;
  let tail: usize = 0;
  let pushed = 0;
  for (let i = from; i < to; i++) {
    const start = startOf(operation, i);
    const end = endOf(i);
    if (start >= pushed) {
      head = tail = 0;
      pushed = start;
    }
    for (; pushed < end; pushed++) {
      const value = sign * key.numberAt(pushed);
      if (value != value) continue;
      while (tail > head && sign * key.numberAt(load<i32>(queue + ((tail - 1) << 2))) <= value) tail--;
      store<i32>(queue + (tail++ << 2), pushed);
    }
    while (head < tail && load<i32>(queue + (head << 2)) < start) head++;
    put(operation, i, head < tail ? key.numberAt(load<i32>(queue + (head << 2))) : NaN);
  }
}
