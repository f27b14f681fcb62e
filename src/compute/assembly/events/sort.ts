// Things with a key and a time in the order of (key, time). Those with a key below 0 or a time that is NaN are left out.

/** Lengths up to which insertion is faster than merging. */
const SHORT: i32 = 24;

// @ts-ignore: decorator
@inline
function isKept(key: i32, time: f64): bool {
  return key >= 0 && time == time;
}

/** Where the things of each key begin. args: keys (i32), times (f64), count, offsets (i32 [numKeys + 1], of any content), numKeys. One unit. */
export function eventOffsets(args: usize, begin: i32, end: i32, worker: i32): void {
  const keys = <usize>load<u32>(args);
  const times = <usize>load<u32>(args, 4);
  const count = <usize>load<u32>(args, 8);
  const offsets = <usize>load<u32>(args, 12);
  const numKeys = <usize>load<u32>(args, 16);
  memory.fill(offsets, 0, (numKeys + 1) << 2);
  for (let i: usize = 0; i < count; i++) {
    const key = load<i32>(keys + (i << 2));
    if (!isKept(key, load<f64>(times + (i << 3)))) continue;
    const at = offsets + (<usize>key << 2);
    store<i32>(at, load<i32>(at, 4) + 1, 4);
  }
  for (let key: usize = 0; key < numKeys; key++) {
    const at = offsets + (key << 2);
    store<i32>(at, load<i32>(at) + load<i32>(at, 4), 4);
  }
}

/**
 * Puts the things of ranges of keys in the order of keys, those of a key in the order of their numbers. Every range looks at all things and writes to a
 * part of the result that fits a cache. args: keys, times, count, offsets, ranges (i32 [units + 1], keys), next (i32 [numKeys]), order (i32), sorted (f64).
 */
export function eventPlace(args: usize, begin: i32, end: i32, worker: i32): void {
  const keys = <usize>load<u32>(args);
  const times = <usize>load<u32>(args, 4);
  const count = <usize>load<u32>(args, 8);
  const offsets = <usize>load<u32>(args, 12);
  const ranges = <usize>load<u32>(args, 16);
  const next = <usize>load<u32>(args, 20);
  const order = <usize>load<u32>(args, 24);
  const sorted = <usize>load<u32>(args, 28);
  for (let unit = begin; unit < end; unit++) {
    const low = load<u32>(ranges + (<usize>unit << 2));
    const width = load<u32>(ranges + (<usize>unit << 2), 4) - low;
    memory.copy(next + (<usize>low << 2), offsets + (<usize>low << 2), <usize>width << 2);
    for (let i: usize = 0; i < count; i++) {
      const key = load<u32>(keys + (i << 2));
      // Keys below 0 are above all others here.
      if (key - low >= width) continue;
      const time = load<f64>(times + (i << 3));
      if (time != time) continue;
      const at = <usize>load<u32>(next + (<usize>key << 2));
      store<i32>(next + (<usize>key << 2), <i32>at + 1);
      store<i32>(order + (at << 2), <i32>i);
      store<f64>(sorted + (at << 3), time);
    }
  }
}

/**
 * Sorts the things of each key by time; those of equal times keep their order. args: offsets, order, sorted, first key, longest that is sorted here, scratch
 * (12 bytes of each of them), its bytes a thread. Units are keys.
 */
export function eventSort(args: usize, begin: i32, end: i32, worker: i32): void {
  const offsets = <usize>load<u32>(args) + (<usize>load<u32>(args, 12) << 2);
  const order = <usize>load<u32>(args, 4);
  const sorted = <usize>load<u32>(args, 8);
  const longest = load<i32>(args, 16);
  const scratch = <usize>load<u32>(args, 20) + <usize>worker * <usize>load<u32>(args, 24);
  for (let key = begin; key < end; key++) {
    const from = load<i32>(offsets + (<usize>key << 2));
    const count = load<i32>(offsets + (<usize>key << 2), 4) - from;
    if (count < 2 || count > longest) continue;
    const values = sorted + (<usize>from << 3);
    const companions = order + (<usize>from << 2);
    if (isSorted(values, count)) continue;
    for (let at = 0; at < count; at += SHORT) insertionSort(values, companions, at, min(at + SHORT, count));
    if (count > SHORT) mergeAll(values, companions, count, scratch, scratch + (<usize>longest << 3));
  }
}

function isSorted(values: usize, count: i32): bool {
  let last = load<f64>(values);
  for (let i: usize = 1; i < <usize>count; i++) {
    const value = load<f64>(values + (i << 3));
    if (value < last) return false;
    last = value;
  }
  return true;
}

function insertionSort(values: usize, companions: usize, from: i32, to: i32): void {
  for (let i = from + 1; i < to; i++) {
    const value = load<f64>(values + (<usize>i << 3));
    const companion = load<i32>(companions + (<usize>i << 2));
    let j = i - 1;
    while (j >= from) {
      const other = load<f64>(values + (<usize>j << 3));
      if (other <= value) break;
      store<f64>(values + (<usize>j << 3), other, 8);
      store<i32>(companions + (<usize>j << 2), load<i32>(companions + (<usize>j << 2)), 4);
      j--;
    }
    store<f64>(values + (<usize>(j + 1) << 3), value);
    store<i32>(companions + (<usize>(j + 1) << 2), companion);
  }
}

/** Merges sorted runs, there and back. */
function mergeAll(values: usize, companions: usize, count: i32, spareValues: usize, spareCompanions: usize): void {
  let a = values;
  let b = spareValues;
  let c = companions;
  let d = spareCompanions;
  for (let width = SHORT; width < count; width <<= 1) {
    for (let low = 0; low < count; low += width << 1) {
      const middle = min(low + width, count);
      merge(a, b, c, d, low, middle, min(middle + width, count));
    }
    let swap = a;
    a = b;
    b = swap;
    swap = c;
    c = d;
    d = swap;
  }
  if (a == values) return;
  memory.copy(values, a, <usize>count << 3);
  memory.copy(companions, c, <usize>count << 2);
}

function merge(a: usize, b: usize, c: usize, d: usize, low: i32, middle: i32, high: i32): void {
  let left = <usize>low;
  let right = <usize>middle;
  for (let out = <usize>low; out < <usize>high; out++) {
    const takeLeft =
      left < <usize>middle && (right >= <usize>high || load<f64>(a + (left << 3)) <= load<f64>(a + (right << 3)));
    const at = takeLeft ? left : right;
    store<f64>(b + (out << 3), load<f64>(a + (at << 3)));
    store<i32>(d + (out << 2), load<i32>(c + (at << 2)));
    left += <usize>takeLeft;
    right += <usize>!takeLeft;
  }
}
