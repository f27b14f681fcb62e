// The k largest values of every row, of dense rows and of a CSR.
import { heapify, isWorse, keyOf, siftDown, sortHeap } from './heap';

/** args: x, width, k (at most width), values, indices; both outputs [rows, k], best first. Units are rows. */
export function topKDense(args: usize, begin: i32, end: i32, worker: i32): void {
  const width = load<i32>(args, 4);
  const k = load<i32>(args, 8);
  for (let r = begin; r < end; r++) {
    const x = <usize>load<u32>(args) + ((<usize>r * <usize>width) << 2);
    const values = <usize>load<u32>(args, 12) + ((<usize>r * <usize>k) << 2);
    const numbers = <usize>load<u32>(args, 16) + ((<usize>r * <usize>k) << 2);
    for (let i = 0; i < k; i++) {
      store<f32>(values + (<usize>i << 2), keyOf(load<f32>(x + (<usize>i << 2))));
      store<i32>(numbers + (<usize>i << 2), i);
    }
    heapify(values, numbers, k);
    let i = k;
    for (; i + 4 <= width; i += 4) {
      // Later values must be larger, not equal: their numbers are higher.
      const better = f32x4.gt(v128.load(x + (<usize>i << 2)), v128.load32_splat(values));
      if (!v128.any_true(better)) continue;
      for (let j = i; j < i + 4; j++) {
        const v = load<f32>(x + (<usize>j << 2));
        if (v > load<f32>(values)) siftDown(values, numbers, k, 0, v, j);
      }
    }
    for (; i < width; i++) {
      const v = load<f32>(x + (<usize>i << 2));
      if (v > load<f32>(values)) siftDown(values, numbers, k, 0, v, i);
    }
    sortHeap(values, numbers, k);
    for (let j: usize = 0; j < <usize>k << 2; j += 4) store<f32>(values + j, load<f32>(x + (<usize>load<u32>(numbers + j) << 2)));
  }
}

/**
 * args: indptr, indices, values, k, outIndptr, outIndices, outValues, outEntries. Row r keeps the entries of its k largest values in
 * their order. Units are rows.
 */
export function topKSparse(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const from = <usize>load<u32>(args, 8);
  const k = load<i32>(args, 12);
  const outIndptr = <usize>load<u32>(args, 16);
  for (let r = begin; r < end; r++) {
    const start = load<i32>(indptr + (<usize>r << 2));
    const count = load<i32>(indptr + (<usize>r << 2), 4) - start;
    const shift = <usize>load<u32>(outIndptr + (<usize>r << 2)) << 2;
    const columns = <usize>load<u32>(args, 20) + shift;
    const values = <usize>load<u32>(args, 24) + shift;
    const entries = <usize>load<u32>(args, 28) + shift;
    const kept = min(k, count);
    let worst: f32 = -Infinity, worstEntry = i32.MAX_VALUE;
    if (kept > 0 && kept < count) {
      // A heap finds the worst one that stays; what is not worse than that is then taken in order.
      for (let i = 0; i < kept; i++) {
        store<i32>(entries + (<usize>i << 2), start + i);
        store<f32>(values + (<usize>i << 2), keyOf(load<f32>(from + (<usize>(start + i) << 2))));
      }
      heapify(values, entries, kept);
      for (let e = start + kept; e < start + count; e++) {
        const v = keyOf(load<f32>(from + (<usize>e << 2)));
        if (v > load<f32>(values)) siftDown(values, entries, kept, 0, v, e);
      }
      worst = load<f32>(values);
      worstEntry = load<i32>(entries);
    }
    let to: usize = 0;
    for (let e = start; to < <usize>kept << 2; e++) {
      const v = load<f32>(from + (<usize>e << 2));
      store<i32>(entries + to, e);
      store<i32>(columns + to, load<i32>(indices + (<usize>e << 2)));
      store<f32>(values + to, v);
      to += <usize>!isWorse(keyOf(v), e, worst, worstEntry) << 2;
    }
  }
}
