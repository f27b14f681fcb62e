// Softmax of one value per entry and head over the rows of a CSR, and its gradient.
import { exp4, loadTail, storeTail } from '../tensor/vector';

/** The lowest finite number replaces the maximum of a row of -Infinity, so that its exponentials are 0 instead of NaN. */
const lowest: f32 = -3.4028234663852886e38;

/** Lanes of one head brought together, where a vector holds 4 / heads entries. */
// @ts-ignore: decorator
@inline
function foldMaxima(v: v128, heads: i32): v128 {
  if (heads <= 2) v = f32x4.max(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  if (heads == 1) v = f32x4.max(v, v128.shuffle<f32>(v, v, 1, 0, 3, 2));
  return v;
}

// @ts-ignore: decorator
@inline
function foldSums(v: v128, heads: i32): v128 {
  if (heads <= 2) v = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  if (heads == 1) v = f32x4.add(v, v128.shuffle<f32>(v, v, 1, 0, 3, 2));
  return v;
}

/** 1 / sum, 0 where the sum is. */
// @ts-ignore: decorator
@inline
function inverse(sum: v128): v128 {
  return v128.bitselect(f32x4.splat(0), f32x4.div(f32x4.splat(1), sum), f32x4.eq(sum, f32x4.splat(0)));
}

/** A row of n values for 1, 2 or 4 heads: lane i of every vector belongs to head i mod heads. */
function flatRow(from: usize, to: usize, n: i32, heads: i32): void {
  const whole = <usize>(n & ~3) << 2, rest = n & 3;
  const inside = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(rest));
  let top = f32x4.splat(lowest);
  for (let i: usize = 0; i < whole; i += 16) top = f32x4.max(top, v128.load(from + i));
  // Memory behind the row may be read: it is the next row, or the padding of the block.
  if (rest) top = f32x4.max(top, v128.bitselect(v128.load(from + whole), top, inside));
  top = foldMaxima(top, heads);
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i < whole; i += 16) {
    const p = exp4(f32x4.sub(v128.load(from + i), top));
    v128.store(to + i, p);
    sum = f32x4.add(sum, p);
  }
  let last = f32x4.splat(0);
  if (rest) {
    last = v128.and(exp4(f32x4.sub(v128.load(from + whole), top)), inside);
    sum = f32x4.add(sum, last);
  }
  const factor = inverse(foldSums(sum, heads));
  for (let i: usize = 0; i < whole; i += 16) v128.store(to + i, f32x4.mul(v128.load(to + i), factor));
  if (rest) storeTail(to + whole, f32x4.mul(last, factor), rest);
}

/** Four heads, or what is left of them, of a row of so many entries that lie `bytes` apart. */
// @ts-ignore: decorator
@inline
function headGroup(from: usize, to: usize, count: i32, bytes: usize, left: i32): void {
  const end = <usize>count * bytes;
  let top = f32x4.splat(lowest);
  for (let e: usize = 0; e < end; e += bytes) top = f32x4.max(top, loadTail(from + e, left));
  let sum = f32x4.splat(0);
  for (let e: usize = 0; e < end; e += bytes) {
    const p = exp4(f32x4.sub(loadTail(from + e, left), top));
    sum = f32x4.add(sum, p);
    storeTail(to + e, p, left);
  }
  const factor = inverse(sum);
  for (let e: usize = 0; e < end; e += bytes) storeTail(to + e, f32x4.mul(loadTail(to + e, left), factor), left);
}

/**
 * out[e, h] = exp(s[e, h] - max) / SUM over the row. A row of nothing but -Infinity gives zeros. args: indptr, scores, heads, out.
 * Units are rows.
 */
export function segmentSoftmax(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const heads = load<i32>(args, 8);
  const bytes = <usize>heads << 2;
  for (let r = begin; r < end; r++) {
    const start = load<i32>(indptr + (<usize>r << 2));
    const count = load<i32>(indptr + (<usize>r << 2), 4) - start;
    if (count == 0) continue;
    const from = <usize>load<u32>(args, 4) + <usize>start * bytes;
    const to = <usize>load<u32>(args, 12) + <usize>start * bytes;
    if (heads == 1) flatRow(from, to, count, 1);
    else if (heads == 2) flatRow(from, to, count << 1, 2);
    else {
      let h = 0;
      for (; h + 4 <= heads; h += 4) headGroup(from + (<usize>h << 2), to + (<usize>h << 2), count, bytes, 4);
      if (h < heads) headGroup(from + (<usize>h << 2), to + (<usize>h << 2), count, bytes, heads - h);
    }
  }
}

/** ds = p (dp - SUM over the row of p dp). args: indptr, p, dp, heads, out. Units are rows. */
export function segmentSoftmaxGradient(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const heads = load<i32>(args, 12);
  const bytes = <usize>heads << 2;
  for (let r = begin; r < end; r++) {
    const start = load<i32>(indptr + (<usize>r << 2));
    const count = load<i32>(indptr + (<usize>r << 2), 4) - start;
    const first = <usize>start * bytes;
    const p = <usize>load<u32>(args, 4) + first, dp = <usize>load<u32>(args, 8) + first, out = <usize>load<u32>(args, 16) + first;
    if (heads == 1) {
      let sum = f32x4.splat(0);
      for (let i = 0; i < count; i += 4) {
        const at = <usize>i << 2;
        sum = f32x4.add(sum, f32x4.mul(loadTail(p + at, count - i), loadTail(dp + at, count - i)));
      }
      const pair = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
      const total = f32x4.splat(f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1));
      for (let i = 0; i < count; i += 4) {
        const at = <usize>i << 2;
        const left = count - i;
        storeTail(out + at, f32x4.mul(loadTail(p + at, left), f32x4.sub(loadTail(dp + at, left), total)), left);
      }
      continue;
    }
    for (let h = 0; h < heads; h += 4) {
      const left = heads - h;
      const shift = <usize>h << 2;
      let total = f32x4.splat(0);
      for (let e: usize = 0; e < <usize>count; e++) {
        const at = shift + e * bytes;
        total = f32x4.add(total, f32x4.mul(loadTail(p + at, left), loadTail(dp + at, left)));
      }
      for (let e: usize = 0; e < <usize>count; e++) {
        const at = shift + e * bytes;
        storeTail(out + at, f32x4.mul(loadTail(p + at, left), f32x4.sub(loadTail(dp + at, left), total)), left);
      }
    }
  }
}
