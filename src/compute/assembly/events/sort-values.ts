// Values in the order of size, those that are missing last: by insertion where there are few, otherwise by a heap.

const SHORT: i32 = 16;

/** Is the one number behind the other? NaN is behind all. */
// @ts-ignore: decorator
@inline
function isAbove(a: f64, b: f64): bool {
  return a > b || (a != a && b == b);
}

export function sortNumbers(values: usize, from: i32, to: i32): void {
  const first = values + (<usize>from << 3);
  const count = to - from;
  if (count < 2) return;
  if (count > SHORT) {
    for (let root = count >> 1; root > 0; ) siftNumber(first, --root, count);
    for (let end = count - 1; end > 0; end--) {
      const last = first + (<usize>end << 3);
      const value = load<f64>(last);
      store<f64>(last, load<f64>(first));
      store<f64>(first, value);
      siftNumber(first, 0, end);
    }
    return;
  }
  for (let i = 1; i < count; i++) {
    const value = load<f64>(first + (<usize>i << 3));
    let j = i - 1;
    for (; j >= 0 && isAbove(load<f64>(first + (<usize>j << 3)), value); j--) {
      store<f64>(first + (<usize>j << 3), load<f64>(first + (<usize>j << 3)), 8);
    }
    store<f64>(first + (<usize>(j + 1) << 3), value);
  }
}

function siftNumber(first: usize, root: i32, count: i32): void {
  const value = load<f64>(first + (<usize>root << 3));
  let at = root;
  for (let child = 2 * at + 1; child < count; child = 2 * at + 1) {
    if (
      child + 1 < count &&
      isAbove(load<f64>(first + (<usize>(child + 1) << 3)), load<f64>(first + (<usize>child << 3)))
    ) {
      child++;
    }
    const larger = load<f64>(first + (<usize>child << 3));
    if (!isAbove(larger, value)) break;
    store<f64>(first + (<usize>at << 3), larger);
    at = child;
  }
  store<f64>(first + (<usize>at << 3), value);
}

/** As unsigned numbers, so that -1 comes last. */
export function sortCodes(values: usize, from: i32, to: i32): void {
  const first = values + (<usize>from << 2);
  const count = to - from;
  if (count < 2) return;
  if (count > SHORT) {
    for (let root = count >> 1; root > 0; ) siftCode(first, --root, count);
    for (let end = count - 1; end > 0; end--) {
      const last = first + (<usize>end << 2);
      const value = load<u32>(last);
      store<u32>(last, load<u32>(first));
      store<u32>(first, value);
      siftCode(first, 0, end);
    }
    return;
  }
  for (let i = 1; i < count; i++) {
    const value = load<u32>(first + (<usize>i << 2));
    let j = i - 1;
    for (; j >= 0 && load<u32>(first + (<usize>j << 2)) > value; j--) {
      store<u32>(first + (<usize>j << 2), load<u32>(first + (<usize>j << 2)), 4);
    }
    store<u32>(first + (<usize>(j + 1) << 2), value);
  }
}

function siftCode(first: usize, root: i32, count: i32): void {
  const value = load<u32>(first + (<usize>root << 2));
  let at = root;
  for (let child = 2 * at + 1; child < count; child = 2 * at + 1) {
    if (child + 1 < count && load<u32>(first + (<usize>(child + 1) << 2)) > load<u32>(first + (<usize>child << 2))) {
      child++;
    }
    const larger = load<u32>(first + (<usize>child << 2));
    if (larger <= value) break;
    store<u32>(first + (<usize>at << 2), larger);
    at = child;
  }
  store<u32>(first + (<usize>at << 2), value);
}
