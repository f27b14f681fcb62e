// Vectors in 16-bit whole numbers, each scaled by its own length: products of two of them, summed exactly in 32 bits, tell within a known
// margin what the product in float32 is. A product of words a and b of lengths up to 32,000 and what rounding adds stays below 2^31.
// Lengths outside [1e-15, 1e18] have no words: their products might be subnormal or infinite.

/** Words of a vector's length. */
const most: f32 = 32000;

/** What a vector of that length is multiplied by; 0 where it has no words. */
// @ts-ignore: decorator
@inline
export function scaleOf(length: f32): f32 {
  return length >= 1e-15 && length <= 1e18 ? most / length : 0;
}

/** Row `which` (0 or 1) of a pair of queries [depth / 2][2][2], which is zero before the first. */
export function packQueryWords(from: usize, width: i32, scale: f32, to: usize, which: i32): void {
  if (which == 0) memory.fill(to, 0, <usize>(width + 1 & ~1) << 2);
  if (scale == 0) return;
  for (let c: usize = 0; c < <usize>width; c++) {
    store<i16>(to + (c >> 1 << 3) + (<usize>which << 2) + ((c & 1) << 1), <i16>nearest(load<f32>(from + (c << 2)) * scale));
  }
}

/**
 * Words [depth / 2][16][2] of items, by panel, and what one of an item's words is worth: 0 of items that are zero, infinite for those without words. args:
 * items, order (-1: zeros), lengths by item, words (out), worth (out, by place), width, depth (even, from width). Units are panels.
 */
export function packItemWords(args: usize, begin: i32, end: i32, worker: i32): void {
  const width = <usize>load<i32>(args, 20);
  const bytes = <usize>load<i32>(args, 24) << 5;
  for (let p = <usize>begin; p < <usize>end; p++) {
    const panel = <usize>load<u32>(args, 12) + p * bytes;
    memory.fill(panel, 0, bytes);
    for (let j: usize = 0; j < 16; j++) {
      const place = (p << 4) + j << 2;
      const item = load<i32>(<usize>load<u32>(args, 4) + place);
      const length = item < 0 ? <f32>0 : load<f32>(<usize>load<u32>(args, 8) + (<usize>item << 2));
      const scale = scaleOf(length);
      store<f32>(<usize>load<u32>(args, 16) + place, length == 0 ? 0 : scale > 0 ? length / most : Infinity);
      if (scale == 0) continue;
      const from = <usize>load<u32>(args) + (<usize>item * width << 2), to = panel + (j << 2);
      for (let c: usize = 0; c < width; c++) {
        store<i16>(to + (c >> 1 << 6) + ((c & 1) << 1), <i16>nearest(load<f32>(from + (c << 2)) * scale));
      }
    }
  }
}

/** Of four products of words, with what they may lack: is any at least `least`, which is scaled as the query is? */
// @ts-ignore: decorator
@inline
function reaching(sums: v128, lacking: v128, worth: v128, least: v128): v128 {
  return f32x4.ge(f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(sums), lacking), worth), least);
}

/** Can a product of the query in words and any of sixteen items be at least `least`, which is scaled as the query is? */
export function mayReach1(query: usize, items: usize, depth: i32, worth: usize, lack: f32, least: f32): bool {
  let c0 = i32x4.splat(0), c1 = c0, c2 = c0, c3 = c0;
  const end = query + (<usize>depth << 2);
  for (; query < end; query += 8, items += 64) {
    const s = v128.load32_splat(query);
    c0 = i32x4.add(c0, i32x4.dot_i16x8_s(s, v128.load(items)));
    c1 = i32x4.add(c1, i32x4.dot_i16x8_s(s, v128.load(items, 16)));
    c2 = i32x4.add(c2, i32x4.dot_i16x8_s(s, v128.load(items, 32)));
    c3 = i32x4.add(c3, i32x4.dot_i16x8_s(s, v128.load(items, 48)));
  }
  return isAny(c0, c1, c2, c3, worth, lack, least);
}

/** Of a pair of queries, either. */
export function mayReach2(pair: usize, items: usize, depth: i32, worth: usize, lack: f32, least0: f32, least1: f32): bool {
  let c0 = i32x4.splat(0), c1 = c0, c2 = c0, c3 = c0;
  let d0 = c0, d1 = c0, d2 = c0, d3 = c0;
  const end = pair + (<usize>depth << 2);
  for (; pair < end; pair += 8, items += 64) {
    const b0 = v128.load(items), b1 = v128.load(items, 16), b2 = v128.load(items, 32), b3 = v128.load(items, 48);
    let s = v128.load32_splat(pair);
    c0 = i32x4.add(c0, i32x4.dot_i16x8_s(s, b0));
    c1 = i32x4.add(c1, i32x4.dot_i16x8_s(s, b1));
    c2 = i32x4.add(c2, i32x4.dot_i16x8_s(s, b2));
    c3 = i32x4.add(c3, i32x4.dot_i16x8_s(s, b3));
    s = v128.load32_splat(pair, 4);
    d0 = i32x4.add(d0, i32x4.dot_i16x8_s(s, b0));
    d1 = i32x4.add(d1, i32x4.dot_i16x8_s(s, b1));
    d2 = i32x4.add(d2, i32x4.dot_i16x8_s(s, b2));
    d3 = i32x4.add(d3, i32x4.dot_i16x8_s(s, b3));
  }
  return isAny(c0, c1, c2, c3, worth, lack, least0) || isAny(d0, d1, d2, d3, worth, lack, least1);
}

// @ts-ignore: decorator
@inline
function isAny(c0: v128, c1: v128, c2: v128, c3: v128, worth: usize, lack: f32, least: f32): bool {
  const e = f32x4.splat(lack), t = f32x4.splat(least);
  const low = v128.or(reaching(c0, e, v128.load(worth), t), reaching(c1, e, v128.load(worth, 16), t));
  const high = v128.or(reaching(c2, e, v128.load(worth, 32), t), reaching(c3, e, v128.load(worth, 48), t));
  return v128.any_true(v128.or(low, high));
}
