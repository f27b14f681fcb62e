// Sums and maxima. Long sums are cut into parts of fixed length whose results are summed in turn, so that the order
// of additions is a matter of shape alone.
import { exp4, horizontal, loadTail, storeTail } from './vector';

/** Sums over rows. args: x, rows, N, out, chunk. Unit c writes out[c, :] = SUM of rows [c chunk, (c + 1) chunk). */
export function columnSums(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const count = load<i32>(args, 4);
  const N = load<i32>(args, 8);
  const out = <usize>load<u32>(args, 12);
  const chunk = load<i32>(args, 16);
  const stride = <usize>N << 2;
  for (let c = begin; c < end; c++) {
    const from = x + <usize>(c * chunk) * stride;
    const rows = min(chunk, count - c * chunk);
    const to = out + <usize>c * stride;
    let n = 0;
    for (; n + 16 <= N; n += 16) {
      let at = from + (<usize>n << 2);
      let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
      for (let r = 0; r < rows; r++, at += stride) {
        a0 = f32x4.add(a0, v128.load(at));
        a1 = f32x4.add(a1, v128.load(at, 16));
        a2 = f32x4.add(a2, v128.load(at, 32));
        a3 = f32x4.add(a3, v128.load(at, 48));
      }
      const target = to + (<usize>n << 2);
      v128.store(target, a0);
      v128.store(target, a1, 16);
      v128.store(target, a2, 32);
      v128.store(target, a3, 48);
    }
    for (; n < N; n += 4) {
      let at = from + (<usize>n << 2);
      let a = f32x4.splat(0);
      for (let r = 0; r < rows; r++, at += stride) a = f32x4.add(a, loadTail(at, N - n));
      storeTail(to + (<usize>n << 2), a, N - n);
    }
  }
}

// @ts-ignore: decorator
@inline
function maximum(x: usize, n: i32): f32 {
  let best = f32x4.splat(-Infinity);
  let i = 0;
  for (; i + 4 <= n; i += 4) best = f32x4.max(best, v128.load(x + (<usize>i << 2)));
  let m = max<f32>(max<f32>(f32x4.extract_lane(best, 0), f32x4.extract_lane(best, 1)), max<f32>(f32x4.extract_lane(best, 2), f32x4.extract_lane(best, 3)));
  for (; i < n; i++) m = max<f32>(m, load<f32>(x + (<usize>i << 2)));
  return m;
}

// @ts-ignore: decorator
@inline
function sum(x: usize, n: i32): f64 {
  let a = f32x4.splat(0), b = f32x4.splat(0);
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    a = f32x4.add(a, v128.load(x + (<usize>i << 2)));
    b = f32x4.add(b, v128.load(x + (<usize>i << 2), 16));
  }
  for (; i < n; i += 4) a = f32x4.add(a, loadTail(x + (<usize>i << 2), n - i));
  return horizontal(f32x4.add(a, b));
}

/** One value per row: args: op (0 sum, 1 maximum), x, out, width, total, scale. Units are rows; the last may be shorter. */
export function rowReduce(args: usize, begin: i32, end: i32, worker: i32): void {
  const op = load<i32>(args);
  const x = <usize>load<u32>(args, 4);
  const out = <usize>load<u32>(args, 8);
  const width = load<u32>(args, 12);
  const total = load<u32>(args, 16);
  const scale = load<f32>(args, 20);
  for (let r = <u32>begin; r < <u32>end; r++) {
    const n = <i32>min<u32>(width, total - r * width);
    const at = x + (<usize>r * <usize>width << 2);
    store<f32>(out + (<usize>r << 2), op == 0 ? <f32>(sum(at, n) * <f64>scale) : maximum(at, n));
  }
}

/** Exponentials of a row minus its maximum, written to `to`; returns their sum. */
export function exponentials(from: usize, to: usize, n: i32, top: f32): f64 {
  const shift = f32x4.splat(top);
  let a = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    const e = exp4(f32x4.sub(v128.load(from + at), shift));
    v128.store(to + at, e);
    a = f32x4.add(a, e);
  }
  if (i < n) {
    const at = <usize>i << 2;
    const left = n - i;
    const e = exp4(f32x4.sub(loadTail(from + at, left), shift));
    storeTail(to + at, e, left);
    a = f32x4.add(a, v128.and(e, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(left))));
  }
  return horizontal(a);
}

/** Largest of a row. */
export function rowMaximum(x: usize, n: i32): f32 {
  return maximum(x, n);
}

/** Softmax (or its logarithm) of rows. args: x, out, width, logarithm. Units are rows. */
export function softmaxRows(args: usize, begin: i32, end: i32, worker: i32): void {
  const width = load<i32>(args, 8);
  const logarithm = load<i32>(args, 12);
  for (let r = <usize>begin; r < <usize>end; r++) {
    const from = <usize>load<u32>(args) + (r * <usize>width << 2);
    const to = <usize>load<u32>(args, 4) + (r * <usize>width << 2);
    const top = maximum(from, width);
    const total = exponentials(from, to, width, top);
    const inverse = <f32>(1.0 / total), shift = <f32>(Math.log(total) + <f64>top);
    const factor = f32x4.splat(inverse), offset = f32x4.splat(shift);
    for (let i = 0; i < width; i += 4) {
      const at = <usize>i << 2;
      const left = width - i;
      if (logarithm) storeTail(to + at, f32x4.sub(loadTail(from + at, left), offset), left);
      else storeTail(to + at, f32x4.mul(loadTail(to + at, left), factor), left);
    }
  }
}
