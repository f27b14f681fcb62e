// Sums, means, deviations and shares of missing numbers over a window, from running sums, which cost the same whatever the windows hold.

import * as key from './key';
import { endOf, from, numberOf, startOf, to } from './operation';
import { between } from './running-sum';

/** Below this share of the sums that it is the difference of, a sum of squares is computed anew from its rows. */
const CANCELLED: f64 = 1e-6;

/** Results: sums, means, deviations, shares of events without number; 0 where one is not asked for. NaN without numbers (shares: without events). */
export function moments(operation: usize): void {
  const sums = <usize>load<u32>(operation, 8);
  const means = <usize>load<u32>(operation, 12);
  const deviations = <usize>load<u32>(operation, 16);
  const missing = <usize>load<u32>(operation, 20);
  for (let i = from; i < to; i++) {
    const start = startOf(operation, i);
    const end = endOf(i);
    const out = numberOf(i);
    const count = key.knownBetween(start, end);
    if (missing) store<f64>(missing + out, end > start ? 1 - <f64>count / <f64>(end - start) : NaN);
    let sum: f64 = NaN;
    if (count > 0) {
      sum = between(key.sums, start, end);
      // After an overflow the differences are lost.
      if (sum - sum != 0) sum = total(start, end);
    }
    if (sums) store<f64>(sums + out, sum);
    if (means) store<f64>(means + out, sum / <f64>count);
    if (deviations) store<f64>(deviations + out, count > 0 ? deviation(start, end, count, sum) : NaN);
  }
}

// @ts-ignore: decorator
@inline
function deviation(start: i32, end: i32, count: i32, sum: f64): f64 {
  const square = between(key.squares, start, end);
  const rest = sum - <f64>count * key.origin;
  let spread = square - (rest * rest) / <f64>count;
  if (!(spread >= CANCELLED * square)) spread = spreadOf(start, end, sum / <f64>count);
  return sqrt<f64>(spread / <f64>count);
}

function total(start: i32, end: i32): f64 {
  let sum: f64 = 0;
  for (let place = start; place < end; place++) {
    const value = key.numberAt(place);
    if (value == value) sum += value;
  }
  return sum;
}

function spreadOf(start: i32, end: i32, mean: f64): f64 {
  let spread: f64 = 0;
  for (let place = start; place < end; place++) {
    const value = key.numberAt(place);
    if (value == value) spread += (value - mean) * (value - mean);
  }
  return spread;
}
