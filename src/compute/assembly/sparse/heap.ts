// Heaps of the best k (value, number) pairs in two parallel arrays; numbers order equal values, the lower one is better.

/** NaN counts as -Infinity. */
// @ts-ignore: decorator
@inline
export function keyOf(value: f32): f32 {
  return value == value ? value : -Infinity;
}

/** Whether pair (v, i) is worse than (w, j). */
// @ts-ignore: decorator
@inline
export function isWorse(v: f32, i: i32, w: f32, j: i32): bool {
  return v < w || (v == w && i > j);
}

/** Puts (v, i) at the root of a heap of n pairs whose root is the worst. */
export function siftDown(values: usize, numbers: usize, n: i32, root: i32, v: f32, i: i32): void {
  let at = root;
  while (true) {
    let child = 2 * at + 1;
    if (child >= n) break;
    let w = load<f32>(values + (<usize>child << 2));
    let j = load<i32>(numbers + (<usize>child << 2));
    if (child + 1 < n) {
      const w2 = load<f32>(values + (<usize>child << 2), 4);
      const j2 = load<i32>(numbers + (<usize>child << 2), 4);
      if (isWorse(w2, j2, w, j)) {
        child++;
        w = w2;
        j = j2;
      }
    }
    if (!isWorse(w, j, v, i)) break;
    store<f32>(values + (<usize>at << 2), w);
    store<i32>(numbers + (<usize>at << 2), j);
    at = child;
  }
  store<f32>(values + (<usize>at << 2), v);
  store<i32>(numbers + (<usize>at << 2), i);
}

export function heapify(values: usize, numbers: usize, n: i32): void {
  for (let i = (n >> 1) - 1; i >= 0; i--) {
    siftDown(values, numbers, n, i, load<f32>(values + (<usize>i << 2)), load<i32>(numbers + (<usize>i << 2)));
  }
}

/** Turns a heap into a list, best first. */
export function sortHeap(values: usize, numbers: usize, n: i32): void {
  for (let last = n - 1; last > 0; last--) {
    const v = load<f32>(values + (<usize>last << 2));
    const i = load<i32>(numbers + (<usize>last << 2));
    store<f32>(values + (<usize>last << 2), load<f32>(values));
    store<i32>(numbers + (<usize>last << 2), load<i32>(numbers));
    siftDown(values, numbers, last, 0, v, i);
  }
}

/** Sorts n numbers in ascending order (heap sort). */
export function sortNumbers(numbers: usize, n: i32): void {
  for (let i = (n >> 1) - 1; i >= 0; i--) sink(numbers, n, i, load<i32>(numbers + (<usize>i << 2)));
  for (let last = n - 1; last > 0; last--) {
    const held = load<i32>(numbers + (<usize>last << 2));
    store<i32>(numbers + (<usize>last << 2), load<i32>(numbers));
    sink(numbers, last, 0, held);
  }
}

function sink(numbers: usize, n: i32, at: i32, held: i32): void {
  while (true) {
    let child = 2 * at + 1;
    if (child >= n) break;
    let other = load<i32>(numbers + (<usize>child << 2));
    if (child + 1 < n) {
      const next = load<i32>(numbers + (<usize>child << 2), 4);
      if (next > other) {
        child++;
        other = next;
      }
    }
    if (other <= held) break;
    store<i32>(numbers + (<usize>at << 2), other);
    at = child;
  }
  store<i32>(numbers + (<usize>at << 2), held);
}
