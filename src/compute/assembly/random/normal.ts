// Box and Muller's map in float64, two pairs at a time: logarithm, sine and cosine by the polynomials of fdlibm (Sun, 1993), true to
// the last bit or two.

// @ts-ignore: decorator
@inline
function times(y: v128, x: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(y, x), f64x2.splat(c));
}

/** Natural logarithm of normal positive numbers. */
// @ts-ignore: decorator
@inline
export function log2(x: v128): v128 {
  // x = 2^k m with m in [sqrt(1/2), sqrt(2)).
  const t = i64x2.add(x, i64x2.splat(0x00095f6200000000));
  const k = f64x2.sub(v128.or(i64x2.shr_u(t, 52), i64x2.splat(0x4330000000000000)), f64x2.splat(4503599627371519));
  const m = i64x2.add(v128.and(t, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3fe6a09e00000000));
  const f = f64x2.sub(m, f64x2.splat(1));
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f, f));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  let r = f64x2.splat(1.479819860511658591e-01);
  r = times(r, z, 1.531383769920937332e-01);
  r = times(r, z, 1.818357216161805012e-01);
  r = times(r, z, 2.222219843214978396e-01);
  r = times(r, z, 2.857142874366239149e-01);
  r = times(r, z, 3.999999999940941908e-01);
  r = times(r, z, 6.666666666666735130e-01);
  r = f64x2.mul(r, z);
  const low = f64x2.add(f64x2.mul(s, f64x2.add(half, r)), f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10)));
  return f64x2.add(f64x2.add(f64x2.sub(low, half), f), f64x2.mul(k, f64x2.splat(6.93147180369123816490e-01)));
}

/** Quarter turns in an angle from 0 to 2 pi, as float64. */
// @ts-ignore: decorator
@inline
export function quarters(angle: v128): v128 {
  return f64x2.nearest(f64x2.mul(angle, f64x2.splat(0.6366197723675814)));
}

/** What is left of the angle beyond them; pi / 2 in two parts, so that small rests are true as well. */
// @ts-ignore: decorator
@inline
export function rest(angle: v128, k: v128): v128 {
  const first = f64x2.sub(angle, f64x2.mul(k, f64x2.splat(1.57079632673412561417)));
  return f64x2.sub(first, f64x2.mul(k, f64x2.splat(6.07710050650619224932e-11)));
}

/** Sine on [-pi / 4, pi / 4]. */
// @ts-ignore: decorator
@inline
export function sine(x: v128): v128 {
  const z = f64x2.mul(x, x);
  let r = f64x2.splat(1.58969099521155010221e-10);
  r = times(r, z, -2.50507602534068634195e-08);
  r = times(r, z, 2.75573137070700676789e-06);
  r = times(r, z, -1.98412698298579493134e-04);
  r = times(r, z, 8.33333333332248946124e-03);
  r = times(r, z, -1.66666666666666324348e-01);
  return f64x2.add(x, f64x2.mul(f64x2.mul(x, z), r));
}

/** Cosine on [-pi / 4, pi / 4]. */
// @ts-ignore: decorator
@inline
export function cosine(x: v128): v128 {
  const z = f64x2.mul(x, x);
  let r = f64x2.splat(-1.13596475577881948265e-11);
  r = times(r, z, 2.08757232129817482790e-09);
  r = times(r, z, -2.75573143513906633035e-07);
  r = times(r, z, 2.48015872894767294178e-05);
  r = times(r, z, -1.38888888888741095749e-03);
  r = times(r, z, 4.16666666666666019037e-02);
  return f64x2.add(f64x2.sub(f64x2.splat(1), f64x2.mul(f64x2.splat(0.5), z)), f64x2.mul(f64x2.mul(z, z), r));
}

/** All ones where k is one of two numbers. */
// @ts-ignore: decorator
@inline
function isOneOf(k: v128, a: f64, b: f64): v128 {
  return v128.or(f64x2.eq(k, f64x2.splat(a)), f64x2.eq(k, f64x2.splat(b)));
}

// @ts-ignore: decorator
@inline
function negated(v: v128, where: v128): v128 {
  return v128.xor(v, v128.and(where, i64x2.splat(0x8000000000000000)));
}

/** float32 of v in the two low lanes; NaN where a value within 2^-44 of its size could round to another one. */
// @ts-ignore: decorator
@inline
function rounded(v: v128): v128 {
  const slack = f64x2.mul(v, f64x2.splat(5.7e-14));
  const a = f32x4.demote_f64x2_zero(f64x2.sub(v, slack)), b = f32x4.demote_f64x2_zero(f64x2.add(v, slack));
  return v128.or(f32x4.demote_f64x2_zero(v), f32x4.ne(a, b));
}

/** Four normal numbers from four words: of each pair the cosine's, then the sine's. */
// @ts-ignore: decorator
@inline
export function normals4(words: v128, std: f64): v128 {
  const u = f64x2.convert_low_i32x4_u(v128.shuffle<i32>(words, words, 0, 2, 0, 2));
  const v = f64x2.convert_low_i32x4_u(v128.shuffle<i32>(words, words, 1, 3, 1, 3));
  const p = f64x2.div(f64x2.add(u, f64x2.splat(1)), f64x2.splat(4294967297));
  const radius = f64x2.mul(f64x2.splat(std), f64x2.sqrt(f64x2.mul(f64x2.splat(-2), log2(p))));
  const angle = f64x2.mul(f64x2.splat(6.283185307179586), f64x2.mul(v, f64x2.splat(2.3283064365386963e-10)));
  const k = quarters(angle);
  const r = rest(angle, k);
  const s = sine(r), c = cosine(r);
  const odd = isOneOf(k, 1, 3);
  const x = f64x2.mul(radius, negated(v128.bitselect(s, c, odd), isOneOf(k, 1, 2)));
  const y = f64x2.mul(radius, negated(v128.bitselect(c, s, odd), isOneOf(k, 2, 3)));
  return v128.shuffle<f32>(rounded(x), rounded(y), 0, 4, 1, 5);
}
