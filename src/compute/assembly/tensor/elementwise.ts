// Arithmetic by element, with the broadcasts a training step needs. Tensors are padded to 64 bytes, so flat kernels may
// touch whole vectors beyond the last element.
import { exp4, loadTail, sigmoid4, storeTail, tanh4 } from './vector';

// @ts-ignore: decorator
@inline
export function combine(op: i32, a: v128, b: v128): v128 {
  if (op == 0) return f32x4.add(a, b);
  if (op == 1) return f32x4.sub(a, b);
  if (op == 2) return f32x4.mul(a, b);
  if (op == 3) return f32x4.div(a, b);
  if (op == 4) return f32x4.max(a, b);
  return f32x4.min(a, b);
}

// @ts-ignore: decorator
@inline
export function applyRun(op: i32, a: usize, aScalar: bool, b: usize, bScalar: bool, out: usize, n: i32): void {
  const aOne = v128.load32_splat(a), bOne = v128.load32_splat(b);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    v128.store(out + at, combine(op, aScalar ? aOne : v128.load(a + at), bScalar ? bOne : v128.load(b + at)));
  }
  if (i < n) {
    const at = <usize>i << 2;
    const va = aScalar ? aOne : loadTail(a + at, n - i);
    const vb = bScalar ? bOne : loadTail(b + at, n - i);
    storeTail(out + at, combine(op, va, vb), n - i);
  }
}

// @ts-ignore: decorator
@inline
function rows(op: i32, args: usize, begin: i32, end: i32): void {
  const a = <usize>load<u32>(args, 4);
  const aRow = <usize>load<u32>(args, 8) << 2;
  const aScalar = load<i32>(args, 12);
  const b = <usize>load<u32>(args, 16);
  const bRow = <usize>load<u32>(args, 20) << 2;
  const bScalar = load<i32>(args, 24);
  const out = <usize>load<u32>(args, 28);
  const width = load<i32>(args, 32);
  const total = load<u32>(args, 36);
  for (let r = <usize>begin; r < <usize>end; r++) {
    const n = <i32>min<u32>(width, total - <u32>r * <u32>width);
    const to = out + ((r * <usize>width) << 2);
    if (aScalar) applyRun(op, a + r * aRow, true, b + r * bRow, false, to, n);
    else if (bScalar) applyRun(op, a + r * aRow, false, b + r * bRow, true, to, n);
    else applyRun(op, a + r * aRow, false, b + r * bRow, false, to, n);
  }
}

/**
 * args: op (0 +, 1 -, 2 x, 3 /, 4 max, 5 min), a, aRowStride (words; 0: one row for all), aScalar (one value per row), b,
 * bRowStride, bScalar, out, width, total. Units are rows of `width`; the last may be shorter.
 */
export function binary(args: usize, begin: i32, end: i32, worker: i32): void {
  switch (load<i32>(args)) {
    case 0: rows(0, args, begin, end); break;
    case 1: rows(1, args, begin, end); break;
    case 2: rows(2, args, begin, end); break;
    case 3: rows(3, args, begin, end); break;
    case 4: rows(4, args, begin, end); break;
    default: rows(5, args, begin, end);
  }
}

// @ts-ignore: decorator
@inline
function logarithms(x: v128): v128 {
  let y = f32x4.splat(<f32>Math.log(f32x4.extract_lane(x, 0)));
  y = f32x4.replace_lane(y, 1, <f32>Math.log(f32x4.extract_lane(x, 1)));
  y = f32x4.replace_lane(y, 2, <f32>Math.log(f32x4.extract_lane(x, 2)));
  return f32x4.replace_lane(y, 3, <f32>Math.log(f32x4.extract_lane(x, 3)));
}

// @ts-ignore: decorator
@inline
export function evaluate(op: i32, x: v128, alpha: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  if (op == 0) return f32x4.max(x, zero);
  if (op == 1) return f32x4.neg(x);
  if (op == 2) return f32x4.mul(x, x);
  if (op == 3) return f32x4.sqrt(x);
  if (op == 4) return f32x4.div(one, f32x4.sqrt(x));
  if (op == 5) return v128.bitselect(one, v128.bitselect(x, alpha, f32x4.ne(x, x)), f32x4.gt(x, zero));
  if (op == 6) return f32x4.abs(x);
  if (op == 7) return exp4(x);
  if (op == 8) return sigmoid4(x);
  if (op == 9) return tanh4(x);
  if (op == 10) return logarithms(x);
  return v128.bitselect(x, f32x4.mul(alpha, x), f32x4.gt(x, zero));
}

// @ts-ignore: decorator
@inline
function map(op: i32, args: usize, begin: i32, end: i32): void {
  const x = <usize>load<u32>(args, 4);
  const out = <usize>load<u32>(args, 8);
  const last = min<usize>(<usize>end << 14, (<usize>load<u32>(args, 12) << 2));
  const alpha = v128.load32_splat(args, 16);
  for (let at = <usize>begin << 14; at < last; at += 16) v128.store(out + at, evaluate(op, v128.load(x + at), alpha));
}

/**
 * args: op, x, out, n, alpha. op: 0 relu, 1 negative, 2 square, 3 sqrt, 4 rsqrt, 5 step (alpha below zero), 6 abs, 7 exp,
 * 8 sigmoid, 9 tanh, 10 log, 11 leaky relu of slope alpha. Units are 4,096 elements.
 */
export function unary(args: usize, begin: i32, end: i32, worker: i32): void {
  switch (load<i32>(args)) {
    case 0: map(0, args, begin, end); break;
    case 1: map(1, args, begin, end); break;
    case 2: map(2, args, begin, end); break;
    case 3: map(3, args, begin, end); break;
    case 4: map(4, args, begin, end); break;
    case 5: map(5, args, begin, end); break;
    case 6: map(6, args, begin, end); break;
    case 7: map(7, args, begin, end); break;
    case 8: map(8, args, begin, end); break;
    case 9: map(9, args, begin, end); break;
    case 10: map(10, args, begin, end); break;
    default: map(11, args, begin, end);
  }
}
