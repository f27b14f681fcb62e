// One value per entry (edge) and head from the rows at both ends, and products whose weights are such values.
import { dotLanes, loadTail, storeTail } from '../tensor/vector';

/** Row that holds entry e: the last one that starts at or before it. */
function rowOf(indptr: usize, numRows: i32, e: i32): i32 {
  let low = 0, high = numRows;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (load<i32>(indptr + (<usize>middle << 2)) <= e) low = middle;
    else high = middle;
  }
  return low;
}

/** Sum of the lanes in float32. */
// @ts-ignore: decorator
@inline
function lanes(v: v128): f32 {
  const w = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(w, 0) + f32x4.extract_lane(w, 1);
}

// @ts-ignore: decorator
@inline
function dot(x: usize, y: usize, n: i32): f32 {
  return lanes(dotLanes(x, y, n));
}

/** out[e, h] = <a[row, h], b[column, h]>. args: indptr, indices, a, b, heads, width of a head, out, numRows. Units are entries. */
export function sddmmDot(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const a = <usize>load<u32>(args, 8);
  const b = <usize>load<u32>(args, 12);
  const heads = load<i32>(args, 16);
  const width = load<i32>(args, 20);
  let out = <usize>load<u32>(args, 24) + (<usize>begin * <usize>heads << 2);
  const headBytes = <usize>width << 2;
  const rowBytes = headBytes * <usize>heads;
  let r = rowOf(indptr, load<i32>(args, 28), begin);
  let stop = load<i32>(indptr + (<usize>r << 2), 4);
  for (let e = begin; e < end; e++) {
    while (e >= stop) stop = load<i32>(indptr + (<usize>++r << 2), 4);
    let left = a + <usize>r * rowBytes;
    let right = b + <usize>load<u32>(indices + (<usize>e << 2)) * rowBytes;
    for (let h = 0; h < heads; h++) {
      store<f32>(out, dot(left, right, width));
      out += 4;
      left += headBytes;
      right += headBytes;
    }
  }
}

/** out[e, h] = a[row, h] + b[column, h]. args: indptr, indices, a, b, heads, out, numRows. Units are entries. */
export function sddmmAdd(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const a = <usize>load<u32>(args, 8);
  const b = <usize>load<u32>(args, 12);
  const heads = load<i32>(args, 16);
  const rowBytes = <usize>heads << 2;
  let out = <usize>load<u32>(args, 20) + <usize>begin * rowBytes;
  let r = rowOf(indptr, load<i32>(args, 24), begin);
  let stop = load<i32>(indptr + (<usize>r << 2), 4);
  for (let e = begin; e < end; e++) {
    while (e >= stop) stop = load<i32>(indptr + (<usize>++r << 2), 4);
    const left = a + <usize>r * rowBytes;
    const right = b + <usize>load<u32>(indices + (<usize>e << 2)) * rowBytes;
    let h = 0;
    for (; h + 4 <= heads; h += 4) {
      const at = <usize>h << 2;
      v128.store(out + at, f32x4.add(v128.load(left + at), v128.load(right + at)));
    }
    for (; h < heads; h++) {
      const at = <usize>h << 2;
      store<f32>(out + at, load<f32>(left + at) + load<f32>(right + at));
    }
    out += rowBytes;
  }
}

/** Where the weights of entry e start. */
// @ts-ignore: decorator
@inline
function weightsOf(weights: usize, entries: usize, e: i32, bytes: usize): usize {
  return weights + <usize>(entries ? load<i32>(entries + (<usize>e << 2)) : e) * bytes;
}

/** 32 columns of one row; the head of every fourth column is `c / width`. */
function wideProduct(
  indices: usize, entries: usize, weights: usize, heads: i32, width: i32, start: i32, stop: i32, x: usize, rowBytes: usize, c: i32, out: usize,
): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
  let a4 = f32x4.splat(0), a5 = f32x4.splat(0), a6 = f32x4.splat(0), a7 = f32x4.splat(0);
  const h0 = <usize>(c / width) << 2, h1 = <usize>((c + 4) / width) << 2, h2 = <usize>((c + 8) / width) << 2;
  const h3 = <usize>((c + 12) / width) << 2, h4 = <usize>((c + 16) / width) << 2, h5 = <usize>((c + 20) / width) << 2;
  const h6 = <usize>((c + 24) / width) << 2, h7 = <usize>((c + 28) / width) << 2;
  const base = x + (<usize>c << 2);
  const bytes = <usize>heads << 2;
  for (let e = start; e < stop; e++) {
    const row = base + <usize>load<u32>(indices + (<usize>e << 2)) * rowBytes;
    const w = weightsOf(weights, entries, e, bytes);
    a0 = f32x4.add(a0, f32x4.mul(v128.load32_splat(w + h0), v128.load(row)));
    a1 = f32x4.add(a1, f32x4.mul(v128.load32_splat(w + h1), v128.load(row, 16)));
    a2 = f32x4.add(a2, f32x4.mul(v128.load32_splat(w + h2), v128.load(row, 32)));
    a3 = f32x4.add(a3, f32x4.mul(v128.load32_splat(w + h3), v128.load(row, 48)));
    a4 = f32x4.add(a4, f32x4.mul(v128.load32_splat(w + h4), v128.load(row, 64)));
    a5 = f32x4.add(a5, f32x4.mul(v128.load32_splat(w + h5), v128.load(row, 80)));
    a6 = f32x4.add(a6, f32x4.mul(v128.load32_splat(w + h6), v128.load(row, 96)));
    a7 = f32x4.add(a7, f32x4.mul(v128.load32_splat(w + h7), v128.load(row, 112)));
  }
  const to = out + (<usize>c << 2);
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(to, a2, 32);
  v128.store(to, a3, 48);
  v128.store(to, a4, 64);
  v128.store(to, a5, 80);
  v128.store(to, a6, 96);
  v128.store(to, a7, 112);
}

/**
 * out[r, h] = SUM over the entries of row r of weights[e, h] x[column, h]. args: indptr, indices, entries|0 (position of entry e
 * in the weights), weights, x, heads, width of a head, out. Units are rows.
 */
export function edgeProduct(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const entries = <usize>load<u32>(args, 8);
  const weights = <usize>load<u32>(args, 12);
  const x = <usize>load<u32>(args, 16);
  const heads = load<i32>(args, 20);
  const width = load<i32>(args, 24);
  const total = heads * width;
  const rowBytes = <usize>total << 2, weightBytes = <usize>heads << 2;
  for (let r = begin; r < end; r++) {
    const out = <usize>load<u32>(args, 28) + <usize>r * rowBytes;
    const start = load<i32>(indptr + (<usize>r << 2));
    const stop = load<i32>(indptr + (<usize>r << 2), 4);
    let c = 0;
    if ((width & 3) == 0) {
      for (; c + 32 <= total; c += 32) wideProduct(indices, entries, weights, heads, width, start, stop, x, rowBytes, c, out);
    }
    while (c < total) {
      const h = c / width;
      const left = (h + 1) * width - c;
      const base = x + (<usize>c << 2);
      let a = f32x4.splat(0);
      for (let e = start; e < stop; e++) {
        const w = v128.load32_splat(weightsOf(weights, entries, e, weightBytes) + (<usize>h << 2));
        a = f32x4.add(a, f32x4.mul(w, loadTail(base + <usize>load<u32>(indices + (<usize>e << 2)) * rowBytes, left)));
      }
      storeTail(out + (<usize>c << 2), a, left);
      c += min(4, left);
    }
  }
}
