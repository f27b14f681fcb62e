// Softmax of one value per entry and head over the rows of a CSR, and its gradient.
import { exponentials, rowMaximum } from '../tensor/reduce';
import { exp4, loadTail, storeTail } from '../tensor/vector';

/** The lowest finite number stands for the maximum of a row of -Infinity, so that its exponentials are 0 instead of NaN. */
const lowest: f32 = -3.4028234663852886e38;

/**
 * out[e, h] = exp(s[e, h] - max) / SUM over the row. A row of nothing but -Infinity gives zeros. args: indptr, scores, heads, out.
 * Units are rows.
 */
export function segmentSoftmax(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const heads = load<i32>(args, 8);
  const bytes = <usize>heads << 2;
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  for (let r = begin; r < end; r++) {
    const start = load<i32>(indptr + (<usize>r << 2));
    const count = load<i32>(indptr + (<usize>r << 2), 4) - start;
    if (count == 0) continue;
    const from = <usize>load<u32>(args, 4) + <usize>start * bytes;
    const to = <usize>load<u32>(args, 12) + <usize>start * bytes;
    if (heads == 1) {
      const total = exponentials(from, to, count, max<f32>(rowMaximum(from, count), lowest));
      const factor = f32x4.splat(total == 0 ? <f32>0 : <f32>(1.0 / total));
      let i = 0;
      for (; i + 4 <= count; i += 4) v128.store(to + (<usize>i << 2), f32x4.mul(v128.load(to + (<usize>i << 2)), factor));
      for (; i < count; i++) store<f32>(to + (<usize>i << 2), load<f32>(to + (<usize>i << 2)) * f32x4.extract_lane(factor, 0));
      continue;
    }
    for (let h = 0; h < heads; h += 4) {
      const left = heads - h;
      const shift = <usize>h << 2;
      let top = f32x4.splat(lowest);
      for (let e: usize = 0; e < <usize>count; e++) top = f32x4.max(top, loadTail(from + shift + e * bytes, left));
      let sum = zero;
      for (let e: usize = 0; e < <usize>count; e++) {
        const p = exp4(f32x4.sub(loadTail(from + shift + e * bytes, left), top));
        sum = f32x4.add(sum, p);
        storeTail(to + shift + e * bytes, p, left);
      }
      const factor = v128.bitselect(zero, f32x4.div(one, sum), f32x4.eq(sum, zero));
      for (let e: usize = 0; e < <usize>count; e++) {
        const cell = to + shift + e * bytes;
        storeTail(cell, f32x4.mul(loadTail(cell, left), factor), left);
      }
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
