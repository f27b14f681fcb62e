// Vectors of four floats: partial loads and stores, sums over lanes, and the exponential family.

/** Up to four values; lanes at or beyond `left` are zero and their memory is not touched. */
// @ts-ignore: decorator
@inline
export function loadTail(at: usize, left: i32): v128 {
  if (left >= 4) return v128.load(at);
  let v = f32x4.splat(0);
  if (left > 0) v = f32x4.replace_lane(v, 0, load<f32>(at));
  if (left > 1) v = f32x4.replace_lane(v, 1, load<f32>(at, 4));
  if (left > 2) v = f32x4.replace_lane(v, 2, load<f32>(at, 8));
  return v;
}

/** Stores the lanes below `left`. */
// @ts-ignore: decorator
@inline
export function storeTail(at: usize, v: v128, left: i32): void {
  if (left >= 4) {
    v128.store(at, v);
    return;
  }
  if (left > 0) store<f32>(at, f32x4.extract_lane(v, 0));
  if (left > 1) store<f32>(at, f32x4.extract_lane(v, 1), 4);
  if (left > 2) store<f32>(at, f32x4.extract_lane(v, 2), 8);
}

/** Sum of the four lanes in float64. */
// @ts-ignore: decorator
@inline
export function horizontal(v: v128): f64 {
  return (<f64>f32x4.extract_lane(v, 0) + <f64>f32x4.extract_lane(v, 1))
    + (<f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3));
}

// @ts-ignore: decorator
@inline
function horner(y: v128, x: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(y, x), f32x4.splat(c));
}

/** Four lanes whose sum is <x, y> of n values. */
// @ts-ignore: decorator
@inline
export function dotLanes(x: usize, y: usize, n: i32): v128 {
  let a = f32x4.splat(0), b = f32x4.splat(0);
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const at = <usize>i << 2;
    a = f32x4.add(a, f32x4.mul(v128.load(x + at), v128.load(y + at)));
    b = f32x4.add(b, f32x4.mul(v128.load(x + at, 16), v128.load(y + at, 16)));
  }
  for (; i < n; i += 4) {
    const at = <usize>i << 2;
    a = f32x4.add(a, f32x4.mul(loadTail(x + at, n - i), loadTail(y + at, n - i)));
  }
  return f32x4.add(a, b);
}

// Constants of exp4, four times each: a load each, where the engine's compiler would make a constant anew by three instructions at
// every use.
const expConstants = memory.data<f32>([
  -104, -104, -104, -104, 89, 89, 89, 89, 1.44269504088896341, 1.44269504088896341, 1.44269504088896341, 1.44269504088896341,
  12582912, 12582912, 12582912, 12582912, 0.693359375, 0.693359375, 0.693359375, 0.693359375,
  -2.12194440e-4, -2.12194440e-4, -2.12194440e-4, -2.12194440e-4, 1.9875691500e-4, 1.9875691500e-4, 1.9875691500e-4, 1.9875691500e-4,
  1.3981999507e-3, 1.3981999507e-3, 1.3981999507e-3, 1.3981999507e-3, 8.3334519073e-3, 8.3334519073e-3, 8.3334519073e-3, 8.3334519073e-3,
  4.1665795894e-2, 4.1665795894e-2, 4.1665795894e-2, 4.1665795894e-2, 1.6666665459e-1, 1.6666665459e-1, 1.6666665459e-1, 1.6666665459e-1,
  5.0000001201e-1, 5.0000001201e-1, 5.0000001201e-1, 5.0000001201e-1, 1, 1, 1, 1,
], 16);

/** exp(x) to about 1e-7 relative (polynomial of Cephes' expf); 0 below -104, Infinity above 88.73, NaN for NaN. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  // pmin and pmax are one instruction each and hand NaN on in this order of arguments.
  x = f32x4.pmin(f32x4.pmax(x, v128.load(expConstants)), v128.load(expConstants, 16));
  // Adding 1.5 * 2^23 rounds to the nearest integer and leaves it in the low bits.
  const magic = v128.load(expConstants, 48);
  const rounded = f32x4.add(f32x4.mul(x, v128.load(expConstants, 32)), magic);
  const n = f32x4.sub(rounded, magic);
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, v128.load(expConstants, 64))), f32x4.mul(n, v128.load(expConstants, 80)));
  let y = v128.load(expConstants, 96);
  y = f32x4.add(f32x4.mul(y, r), v128.load(expConstants, 112));
  y = f32x4.add(f32x4.mul(y, r), v128.load(expConstants, 128));
  y = f32x4.add(f32x4.mul(y, r), v128.load(expConstants, 144));
  y = f32x4.add(f32x4.mul(y, r), v128.load(expConstants, 160));
  y = f32x4.add(f32x4.mul(y, r), v128.load(expConstants, 176));
  y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(y, r), r), r), v128.load(expConstants, 192));
  // 2^n in two halves, so that neither leaves the range of normal numbers: the bits of one, plus the exponent.
  const one = v128.load(expConstants, 192);
  const whole = i32x4.sub(rounded, magic);
  const half = i32x4.shr_s(whole, 1);
  const low = i32x4.add(i32x4.shl(half, 23), one);
  const high = i32x4.add(i32x4.shl(i32x4.sub(whole, half), 23), one);
  return f32x4.mul(f32x4.mul(y, low), high);
}

/** 1 / (1 + exp(-x)). */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** tanh: Cephes' polynomial below 0.625, otherwise by exp. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const z = f32x4.mul(x, x);
  let y = f32x4.splat(-5.70498872745e-3);
  y = horner(y, z, 2.06390887954e-2);
  y = horner(y, z, -5.37397155531e-2);
  y = horner(y, z, 1.33314422036e-1);
  y = horner(y, z, -3.33332819422e-1);
  const near = f32x4.add(f32x4.mul(f32x4.mul(y, z), x), x);
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(exp4(f32x4.add(x, x)), one)));
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), f32x4.splat(0.625)));
}

/** log(1 + e) for 0 <= e <= 1, as 2 artanh(e / (2 + e)); about 2e-7 relative. */
// @ts-ignore: decorator
@inline
export function log1pUnit4(e: v128): v128 {
  const s = f32x4.div(e, f32x4.add(e, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  let y = f32x4.splat(2.0 / 15);
  y = horner(y, z, 2.0 / 13);
  y = horner(y, z, 2.0 / 11);
  y = horner(y, z, 2.0 / 9);
  y = horner(y, z, 2.0 / 7);
  y = horner(y, z, 2.0 / 5);
  y = horner(y, z, 2.0 / 3);
  y = horner(y, z, 2.0);
  return f32x4.mul(y, s);
}

/** log(x) for normal positive x to about 1e-7 relative (polynomial of Cephes' logf). */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const one = f32x4.splat(1);
  // The mantissa in [0.5, 1) and its exponent; below sqrt(1/2) one halving less.
  let e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126)));
  let m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const isSmall = f32x4.lt(m, f32x4.splat(0.707106781186547524));
  e = f32x4.sub(e, v128.and(isSmall, one));
  m = f32x4.sub(f32x4.add(m, v128.and(isSmall, m)), one);
  const z = f32x4.mul(m, m);
  let y = f32x4.splat(7.0376836292e-2);
  y = horner(y, m, -1.1514610310e-1);
  y = horner(y, m, 1.1676998740e-1);
  y = horner(y, m, -1.2420140846e-1);
  y = horner(y, m, 1.4249322787e-1);
  y = horner(y, m, -1.6668057665e-1);
  y = horner(y, m, 2.0000714765e-1);
  y = horner(y, m, -2.4999993993e-1);
  y = horner(y, m, 3.3333331174e-1);
  y = f32x4.mul(f32x4.mul(y, m), z);
  y = f32x4.add(y, f32x4.mul(e, f32x4.splat(-2.12194440e-4)));
  y = f32x4.sub(y, f32x4.mul(z, f32x4.splat(0.5)));
  return f32x4.add(f32x4.add(m, y), f32x4.mul(e, f32x4.splat(0.693359375)));
}
