/** Things that have a key and a time, in the order of (key, time); those without either are left out. */
export interface Sorted {
  /** Of each key, where its things begin, [keys + 1]. */
  readonly offsets: Int32Array;
  /** Numbers of the things, [kept]. Those of equal key and time in the order of their numbers. */
  readonly order: Int32Array;
  /** Their times, [kept]. */
  readonly times: Float64Array;
}

/** Lengths up to which insertion is faster than merging. */
const SHORT = 24;

/**
 * Sorts by (key, time): a counting sort by key, then by time within each key, which costs nothing where that order is there already, as in a log.
 * A key below 0 or a time that is NaN leaves a thing out. O(n log n).
 *
 * @param keys [n], below `numKeys`
 * @param times [n]
 */
export function sortByKeyAndTime(keys: Int32Array, times: Float64Array, numKeys: number): Sorted {
  const offsets = new Int32Array(numKeys + 1);
  const n = keys.length;
  for (let i = 0; i < n; i++) {
    const time = times[i]!;
    if (keys[i]! >= 0 && !Number.isNaN(time)) offsets[keys[i]! + 1]!++;
  }
  for (let key = 0; key < numKeys; key++) offsets[key + 1]! += offsets[key]!;
  const kept = offsets[numKeys]!;
  const [order, sorted, next] = [new Int32Array(kept), new Float64Array(kept), offsets.slice(0, numKeys)];
  for (let i = 0; i < n; i++) {
    const time = times[i]!;
    if (keys[i]! < 0 || Number.isNaN(time)) continue;
    const at = next[keys[i]!]!++;
    order[at] = i;
    sorted[at] = time;
  }
  for (let key = 0; key < numKeys; key++) sortRange(sorted, order, offsets[key]!, offsets[key + 1]!);
  return { offsets, order, times: sorted };
}

/** Sorts a range by value, the companions with it; equal values keep their order. NaN is not allowed. */
export function sortRange(values: Float64Array, with_: Int32Array, from: number, to: number): void {
  let at = from + 1;
  while (at < to && values[at - 1]! <= values[at]!) at++;
  if (at >= to) return;
  if (to - from <= SHORT) insertionSort(values, with_, from, to);
  else mergeSort(values, with_, from, to);
}

function insertionSort(values: Float64Array, with_: Int32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const [value, companion] = [values[i]!, with_[i]!];
    let j = i - 1;
    for (; j >= from && values[j]! > value; j--) {
      values[j + 1] = values[j]!;
      with_[j + 1] = with_[j]!;
    }
    values[j + 1] = value;
    with_[j + 1] = companion;
  }
}

function mergeSort(values: Float64Array, with_: Int32Array, from: number, to: number): void {
  const n = to - from;
  for (let at = from; at < to; at += SHORT) insertionSort(values, with_, at, Math.min(at + SHORT, to));
  let [a, b] = [values.slice(from, to), new Float64Array(n)];
  let [c, d] = [with_.slice(from, to), new Int32Array(n)];
  for (let width = SHORT; width < n; width *= 2) {
    for (let low = 0; low < n; low += 2 * width) {
      const [middle, high] = [Math.min(low + width, n), Math.min(low + 2 * width, n)];
      let [left, right] = [low, middle];
      for (let out = low; out < high; out++) {
        const takeLeft = left < middle && (right >= high || a[left]! <= a[right]!);
        const at = takeLeft ? left++ : right++;
        b[out] = a[at]!;
        d[out] = c[at]!;
      }
    }
    [a, b] = [b, a];
    [c, d] = [d, c];
  }
  values.set(a, from);
  with_.set(c, from);
}
