// Values of the events of a key. Among events of equal time they are in the order of size, so that nothing depends on the order of rows.

import * as key from './key';
import { add, begin } from './running-sum';
import { sortCodes, sortNumbers } from './sort-values';

/** Numbers, and sums along them; what is not finite counts as missing. @param values of each row */
export function loadNumbers(values: usize, needs: i32): void {
  const at = key.at;
  const count = <usize>key.count;
  for (let i: usize = 0; i < count; i++) {
    const value = load<f64>(values + (<usize>load<u32>(key.rows + (i << 2)) << 3));
    // Of the two zeros the one without sign.
    store<f64>(at + (i << 3), value - value == 0 ? value + 0 : NaN);
  }
  if (key.hasTies) {
    key.fillFirsts();
    for (let end = key.count; end > 0; end = key.firstOf(end - 1)) sortNumbers(at, key.firstOf(end - 1), end);
  }
  let first: i32 = -1;
  let seen = 0;
  store<i32>(key.known, 0);
  for (let i: usize = 0; i < count; i++) {
    const value = load<f64>(at + (i << 3));
    const isKnown = value == value;
    if (isKnown && first < 0) first = <i32>i;
    seen += <i32>isKnown;
    store<i32>(key.known + (i << 2), seen, 4);
  }
  key.setOrigin(first < 0 ? 0 : key.numberAt(first));
  if (needs & key.SUMS) fillSums(at, count);
  if (needs & key.SQUARES) fillSquares(at, count);
  if (needs & key.PRODUCTS) fillProducts(at, count);
}

/** Codes, missing ones (-1) last among those of a time. @param values of each row */
export function loadCodes(values: usize): void {
  const at = key.at;
  const count = <usize>key.count;
  for (let i: usize = 0; i < count; i++) {
    store<i32>(at + (i << 2), load<i32>(values + (<usize>load<u32>(key.rows + (i << 2)) << 2)));
  }
  if (key.hasTies) {
    key.fillFirsts();
    for (let end = key.count; end > 0; end = key.firstOf(end - 1)) sortCodes(at, key.firstOf(end - 1), end);
  }
  let seen = 0;
  store<i32>(key.known, 0);
  for (let i: usize = 0; i < count; i++) {
    seen += <i32>(load<i32>(at + (i << 2)) >= 0);
    store<i32>(key.known + (i << 2), seen, 4);
  }
}

function fillSums(at: usize, count: usize): void {
  begin(key.sums);
  for (let i: usize = 0; i < count; i++) {
    const value = load<f64>(at + (i << 3));
    add(key.sums, i, value == value ? value : 0);
  }
}

function fillSquares(at: usize, count: usize): void {
  const origin = key.origin;
  begin(key.squares);
  for (let i: usize = 0; i < count; i++) {
    const value = load<f64>(at + (i << 3));
    add(key.squares, i, value == value ? (value - origin) * (value - origin) : 0);
  }
}

function fillProducts(at: usize, count: usize): void {
  const origin = key.origin;
  const first = count > 0 ? load<f64>(key.times) : 0;
  // Rows without time are all known from the beginning: no time passes between them.
  const scale: f64 = first > -Infinity ? 1 / key.DAY : 0;
  begin(key.days);
  for (let i: usize = 0; i < count; i++) add(key.days, i, dayAt(at, i, first, scale));
  begin(key.squaredDays);
  for (let i: usize = 0; i < count; i++) {
    const day = dayAt(at, i, first, scale);
    add(key.squaredDays, i, day * day);
  }
  begin(key.shifted);
  for (let i: usize = 0; i < count; i++) {
    const value = load<f64>(at + (i << 3));
    add(key.shifted, i, value == value ? value - origin : 0);
  }
  begin(key.products);
  for (let i: usize = 0; i < count; i++) {
    const value = load<f64>(at + (i << 3));
    add(key.products, i, value == value ? (value - origin) * dayAt(at, i, first, scale) : 0);
  }
}

/** Days since the first event; 0 where there is no number. */
// @ts-ignore: decorator
@inline
function dayAt(at: usize, i: usize, first: f64, scale: f64): f64 {
  const value = load<f64>(at + (i << 3));
  if (value != value || scale == 0) return 0;
  return (load<f64>(key.times + (i << 3)) - first) * scale;
}
