// Half-width storage: 16-bit values, two to a word, with 32-bit arithmetic. Words are split into even and odd columns, which
// costs a shift and a mask for eight values; they are interleaved once, when a row's sums are stored.

/** The even columns of four words as f32x4; for f16 they are 2^-112 of their value until multiplied by `halfScale`. */
// @ts-ignore: decorator
@inline
export function even(words: v128, f16: bool): v128 {
  const high = i32x4.shl(words, 16);
  return f16 ? v128.and(i32x4.shr_s(high, 3), i32x4.splat(0x8fffe000)) : high;
}

// @ts-ignore: decorator
@inline
export function odd(words: v128, f16: bool): v128 {
  return f16
    ? v128.and(i32x4.shr_s(words, 3), i32x4.splat(0x8fffe000))
    : v128.and(words, i32x4.splat(0xffff0000));
}

/** What a 16-bit value in the upper half of a word is to be multiplied by. */
// @ts-ignore: decorator
@inline
export function halfScale(f16: bool): f32 {
  return f16 ? reinterpret<f32>(0x77800000) : <f32>1;
}

/** One 16-bit value as f32. */
// @ts-ignore: decorator
@inline
export function decode(bits: u32, f16: bool): f32 {
  if (!f16) return reinterpret<f32>(bits << 16);
  const shifted = (<i32>(bits << 16) >> 3) & 0x8fffe000;
  return reinterpret<f32>(shifted) * reinterpret<f32>(0x77800000);
}

// @ts-ignore: decorator
@inline
export function evens(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
export function odds(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 1, 3, 5, 7);
}

// @ts-ignore: decorator
@inline
export function storePair(to: usize, low: v128, high: v128, scale: v128): void {
  v128.store(to, f32x4.mul(v128.shuffle<f32>(low, high, 0, 4, 1, 5), scale));
  v128.store(to, f32x4.mul(v128.shuffle<f32>(low, high, 2, 6, 3, 7), scale), 16);
}

/** Nearest 16-bit value, ties to even; beyond the range: infinity. */
// @ts-ignore: decorator
@inline
export function encode(value: f32, f16: bool): u32 {
  const bits = reinterpret<u32>(value);
  if (!f16) return value != value ? (bits >> 16) | 0x40 : (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
  const sign = (bits >> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size >= 0x47800000) return sign | (size > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (size < 0x38800000) return sign | (reinterpret<u32>(reinterpret<f32>(size) + <f32>0.5) - 0x3f000000);
  return sign | ((size + 0xc8000fff + ((size >> 13) & 1)) >> 13);
}

/** args: from (f32), to (u16), n, f16. Units are groups of 4,096 values. */
export function encodeHalf(args: usize, begin: i32, end: i32, worker: i32): void {
  const from = <usize>load<u32>(args);
  const to = <usize>load<u32>(args, 4);
  const n = <usize>load<u32>(args, 8);
  const f16 = load<i32>(args, 12);
  const last = min<usize>(<usize>end << 12, n);
  for (let i = <usize>begin << 12; i < last; i++) {
    const value = load<f32>(from + (i << 2));
    store<u16>(to + (i << 1), <u16>(f16 ? encode(value, true) : encode(value, false)));
  }
}

/** out[i] = x[rows[i]] as f32, rows of `width` 16-bit values. args: x, rows|0, out, width, f16. Units are output rows. */
export function decodeRows(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const rows = <usize>load<u32>(args, 4);
  const out = <usize>load<u32>(args, 8);
  const width = <usize>load<u32>(args, 12);
  const f16 = load<i32>(args, 16);
  for (let i = <usize>begin; i < <usize>end; i++) {
    const from = x + ((rows ? <usize>load<u32>(rows + (i << 2)) : i) * width << 1);
    const to = out + (i * width << 2);
    let c: usize = 0;
    if (f16) {
      const scale = f32x4.splat(halfScale(true));
      for (; c + 8 <= width; c += 8) {
        const w = v128.load(from + (c << 1));
        storePair(to + (c << 2), even(w, true), odd(w, true), scale);
      }
    } else {
      const one = f32x4.splat(1);
      for (; c + 8 <= width; c += 8) {
        const w = v128.load(from + (c << 1));
        storePair(to + (c << 2), even(w, false), odd(w, false), one);
      }
    }
    for (; c < width; c++) store<f32>(to + (c << 2), decode(load<u16>(from + (c << 1)), f16 != 0));
  }
}
