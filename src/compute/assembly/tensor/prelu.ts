// PReLU with one slope, dropout, and both in one pass. The mask of element i comes from block i / 16 (see dropout.ts).
import { keepLimit, keepMask, randomWords } from './dropout';
import { horizontal } from './vector';

// @ts-ignore: decorator
@inline
function activate(x: v128, slope: v128): v128 {
  return v128.bitselect(x, f32x4.mul(x, slope), f32x4.gt(x, f32x4.splat(0)));
}

/**
 * out = m scale prelu(x). args: x, slope, out, n, key0, key1, threshold, scale (1/keep). With slope 1 it is plain dropout.
 * Units are 4,096 elements.
 */
export function preluForward(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const slope = v128.load32_splat(<usize>load<u32>(args, 4));
  const out = <usize>load<u32>(args, 8);
  const last = min<usize>(<usize>end << 12, <usize>load<u32>(args, 12));
  const key0 = v128.load32_splat(args, 16), key1 = v128.load32_splat(args, 20);
  const threshold = load<i32>(args, 24);
  const scale = v128.load32_splat(args, 28);
  const limit = keepLimit(threshold);
  if (threshold >= 256) {
    for (let i = <usize>begin << 12; i < last; i += 4) v128.store(out + (i << 2), activate(v128.load(x + (i << 2)), slope));
    return;
  }
  for (let i = <usize>begin << 12; i < last; i += 16) {
    const at = i << 2;
    const r = randomWords(<u32>(i >> 4), key0, key1);
    const x0 = f32x4.mul(activate(v128.load(x + at), slope), scale);
    const x1 = f32x4.mul(activate(v128.load(x + at, 16), slope), scale);
    const x2 = f32x4.mul(activate(v128.load(x + at, 32), slope), scale);
    const x3 = f32x4.mul(activate(v128.load(x + at, 48), slope), scale);
    v128.store(out + at, v128.and(x0, keepMask(r, limit)));
    v128.store(out + at, v128.and(x1, keepMask(i32x4.shl(r, 8), limit)), 16);
    v128.store(out + at, v128.and(x2, keepMask(i32x4.shl(r, 16), limit)), 32);
    v128.store(out + at, v128.and(x3, keepMask(i32x4.shl(r, 24), limit)), 48);
  }
}

/**
 * dx = m scale dy (x > 0 ? 1 : slope); partial[unit] = SUM m scale dy (x > 0 ? 0 : x) in float64. args: x, slope, dx, n,
 * key0, key1, threshold, scale, dy, partial. Units are 4,096 elements.
 */
export function preluBackward(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const slope = v128.load32_splat(<usize>load<u32>(args, 4));
  const dx = <usize>load<u32>(args, 8);
  const n = <usize>load<u32>(args, 12);
  const key0 = v128.load32_splat(args, 16), key1 = v128.load32_splat(args, 20);
  const threshold = load<i32>(args, 24);
  const scale = v128.load32_splat(args, 28);
  const dy = <usize>load<u32>(args, 32);
  const partial = <usize>load<u32>(args, 36);
  const limit = keepLimit(threshold);
  const zero = f32x4.splat(0);
  for (let unit = begin; unit < end; unit++) {
    const last = min<usize>((<usize>unit + 1) << 12, n);
    let sum: f64 = 0;
    for (let i = <usize>unit << 12; i < last; i += 16) {
      let r = randomWords(<u32>(i >> 4), key0, key1);
      let part = zero;
      for (let j = i; j < min<usize>(i + 16, last); j += 4) {
        const v = v128.load(x + (j << 2));
        let g = f32x4.mul(v128.load(dy + (j << 2)), scale);
        if (threshold < 256) g = v128.and(g, keepMask(r, limit));
        r = i32x4.shl(r, 8);
        const positive = f32x4.gt(v, zero);
        v128.store(dx + (j << 2), v128.bitselect(g, f32x4.mul(g, slope), positive));
        let t = v128.andnot(f32x4.mul(g, v), positive);
        if (j + 4 > last) t = v128.and(t, i32x4.lt_u(i32x4(0, 1, 2, 3), i32x4.splat(<i32>(last - j))));
        part = f32x4.add(part, t);
      }
      sum += horizontal(part);
    }
    store<f64>(partial + (<usize>unit << 3), sum);
  }
}
