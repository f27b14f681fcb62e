// Activations with gradients of their own.
import { exp4 } from './vector';

// @ts-ignore: decorator
@inline
function horner(y: v128, x: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(y, x), f32x4.splat(c));
}

/** The normal distribution function, to 1e-7, given exp(-x^2 / 2) (Abramowitz and Stegun, 7.1.26). */
// @ts-ignore: decorator
@inline
function normal4(x: v128, density: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.abs(x), f32x4.splat(0.3275911 * 0.70710678118654752))));
  let y = f32x4.splat(1.061405429);
  y = horner(y, t, -1.453152027);
  y = horner(y, t, 1.421413741);
  y = horner(y, t, -0.284496736);
  y = horner(y, t, 0.254829592);
  const tail = f32x4.mul(f32x4.splat(0.5), f32x4.mul(f32x4.mul(y, t), density));
  return v128.bitselect(f32x4.sub(one, tail), tail, f32x4.gt(x, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function densityOf(x: v128): v128 {
  return exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
}

/** args: op (0 GELU, 1 ELU), x, out, n. Units are 4,096 elements. */
export function activation(args: usize, begin: i32, end: i32, worker: i32): void {
  const op = load<i32>(args);
  const x = <usize>load<u32>(args, 4);
  const out = <usize>load<u32>(args, 8);
  const last = min<usize>(<usize>end << 14, <usize>load<u32>(args, 12) << 2);
  for (let at = <usize>begin << 14; at < last; at += 16) {
    const v = v128.load(x + at);
    if (op == 0) v128.store(out + at, f32x4.mul(v, normal4(v, densityOf(v))));
    else v128.store(out + at, v128.bitselect(v, f32x4.sub(exp4(v), f32x4.splat(1)), f32x4.gt(v, f32x4.splat(0))));
  }
}

/** dx = dy times the slope at x. args: op, x, dy, dx, n. Units are 4,096 elements. */
export function activationGradient(args: usize, begin: i32, end: i32, worker: i32): void {
  const op = load<i32>(args);
  const x = <usize>load<u32>(args, 4);
  const dy = <usize>load<u32>(args, 8);
  const dx = <usize>load<u32>(args, 12);
  const last = min<usize>(<usize>end << 14, <usize>load<u32>(args, 16) << 2);
  const one = f32x4.splat(1);
  for (let at = <usize>begin << 14; at < last; at += 16) {
    const v = v128.load(x + at);
    let slope: v128;
    if (op == 0) {
      const density = densityOf(v);
      slope = f32x4.add(normal4(v, density), f32x4.mul(f32x4.mul(v, density), f32x4.splat(0.39894228040143268)));
    } else {
      slope = v128.bitselect(one, exp4(v), f32x4.gt(v, f32x4.splat(0)));
    }
    v128.store(dx + at, f32x4.mul(slope, v128.load(dy + at)));
  }
}
