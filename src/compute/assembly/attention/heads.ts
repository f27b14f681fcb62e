// Arithmetic on rows of `heads` values, or of `heads` blocks of `width` values. Rows of per-head values in scratch are padded to a
// multiple of four; what is read beyond a row elsewhere is never used.

// @ts-ignore: decorator
@inline
export function padded(heads: i32): i32 {
  return (heads + 3) & ~3;
}

/** x where positive, slope x elsewhere. */
// @ts-ignore: decorator
@inline
export function leaky(x: v128, slope: v128): v128 {
  return v128.bitselect(x, f32x4.mul(x, slope), f32x4.gt(x, f32x4.splat(0)));
}

/** Four lanes whose sum is <a, b>. */
// @ts-ignore: decorator
@inline
function partialDot(a: usize, b: usize, width: i32): v128 {
  let u = f32x4.splat(0);
  const bytes = <usize>width << 2;
  let d: usize = 0;
  for (; d + 16 <= bytes; d += 16) u = f32x4.add(u, f32x4.mul(v128.load(a + d), v128.load(b + d)));
  let rest: f32 = 0;
  for (; d < bytes; d += 4) rest += load<f32>(a + d) * load<f32>(b + d);
  return (width & 3) == 0 ? u : f32x4.add(u, f32x4.replace_lane(f32x4.splat(0), 0, rest));
}

/** The sums of the lanes of each of four vectors. */
// @ts-ignore: decorator
@inline
export function laneSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 2, 6), v128.shuffle<f32>(a, b, 1, 5, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 2, 6), v128.shuffle<f32>(c, d, 1, 5, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** <a, b> of heads h to h + 3; those beyond the last are 0. */
// @ts-ignore: decorator
@inline
export function fourDots(a: usize, b: usize, h: i32, heads: i32, width: i32): v128 {
  const bytes = <usize>width << 2;
  const at = <usize>h * bytes;
  const zero = f32x4.splat(0);
  return laneSums(
    partialDot(a + at, b + at, width),
    h + 1 < heads ? partialDot(a + at + bytes, b + at + bytes, width) : zero,
    h + 2 < heads ? partialDot(a + at + 2 * bytes, b + at + 2 * bytes, width) : zero,
    h + 3 < heads ? partialDot(a + at + 3 * bytes, b + at + 3 * bytes, width) : zero,
  );
}

/** Four lanes whose sum is SUM_d vector[d] leakyReLU(a[d] + b[d]). */
// @ts-ignore: decorator
@inline
function partialDynamic(a: usize, b: usize, vector: usize, width: i32, slope: v128): v128 {
  let u = f32x4.splat(0);
  const bytes = <usize>width << 2;
  let d: usize = 0;
  for (; d + 16 <= bytes; d += 16) {
    u = f32x4.add(u, f32x4.mul(v128.load(vector + d), leaky(f32x4.add(v128.load(a + d), v128.load(b + d)), slope)));
  }
  let rest: f32 = 0;
  for (; d < bytes; d += 4) {
    const z = load<f32>(a + d) + load<f32>(b + d);
    rest += load<f32>(vector + d) * (z > 0 ? z : f32x4.extract_lane(slope, 0) * z);
  }
  return (width & 3) == 0 ? u : f32x4.add(u, f32x4.replace_lane(f32x4.splat(0), 0, rest));
}

/** SUM_d vector[h, d] leakyReLU(a[h, d] + b[h, d]) of heads h to h + 3; those beyond the last are 0. */
export function fourDynamic(a: usize, b: usize, vector: usize, h: i32, heads: i32, width: i32, slope: v128): v128 {
  const bytes = <usize>width << 2;
  const at = <usize>h * bytes;
  const zero = f32x4.splat(0);
  let part1 = zero, part2 = zero, part3 = zero;
  const part0 = partialDynamic(a + at, b + at, vector + at, width, slope);
  if (h + 1 < heads) part1 = partialDynamic(a + at + bytes, b + at + bytes, vector + at + bytes, width, slope);
  if (h + 2 < heads) part2 = partialDynamic(a + at + 2 * bytes, b + at + 2 * bytes, vector + at + 2 * bytes, width, slope);
  if (h + 3 < heads) part3 = partialDynamic(a + at + 3 * bytes, b + at + 3 * bytes, vector + at + 3 * bytes, width, slope);
  return laneSums(part0, part1, part2, part3);
}

/** u[h, d] += weight[h] times the slope of the leaky ReLU at a[h, d] + b[h, d]. */
export function addSlopes(u: usize, a: usize, b: usize, weight: usize, heads: i32, width: i32, slope: v128): void {
  const bytes = <usize>width << 2;
  const one = f32x4.splat(1);
  let at: usize = 0;
  for (let h: usize = 0; h < <usize>heads; h++) {
    const w = v128.load32_splat(weight + (h << 2));
    const end = at + bytes;
    for (; at + 16 <= end; at += 16) {
      const isPositive = f32x4.gt(f32x4.add(v128.load(a + at), v128.load(b + at)), f32x4.splat(0));
      v128.store(u + at, f32x4.add(v128.load(u + at), f32x4.mul(w, v128.bitselect(one, slope, isPositive))));
    }
    for (; at < end; at += 4) {
      const isPositive = load<f32>(a + at) + load<f32>(b + at) > 0;
      const s: f32 = isPositive ? 1 : f32x4.extract_lane(slope, 0);
      store<f32>(u + at, load<f32>(u + at) + f32x4.extract_lane(w, 0) * s);
    }
  }
}

/** Writes the lanes of heads h to h + 3 that exist. */
// @ts-ignore: decorator
@inline
export function storeHeads(to: usize, value: v128, h: i32, heads: i32): void {
  const at = to + (<usize>h << 2);
  if (h + 4 <= heads) {
    v128.store(at, value);
    return;
  }
  store<f32>(at, f32x4.extract_lane(value, 0));
  if (h + 1 < heads) store<f32>(at, f32x4.extract_lane(value, 1), 4);
  if (h + 2 < heads) store<f32>(at, f32x4.extract_lane(value, 2), 8);
}

/** row[h, :] += weight[h] * x[h, :]. */
// @ts-ignore: decorator
@inline
export function addScaled(row: usize, x: usize, weight: usize, heads: i32, width: i32): void {
  const bytes = <usize>width << 2;
  let at: usize = 0;
  for (let h: usize = 0; h < <usize>heads; h++) {
    const w = v128.load32_splat(weight + (h << 2));
    const end = at + bytes;
    for (; at + 16 <= end; at += 16) {
      v128.store(row + at, f32x4.add(v128.load(row + at), f32x4.mul(w, v128.load(x + at))));
    }
    for (; at < end; at += 4) store<f32>(row + at, load<f32>(row + at) + f32x4.extract_lane(w, 0) * load<f32>(x + at));
  }
}

/**
 * row[h, :] += SUM over n entries of weights[e, h] * x[indices[e], h, :], in their order; weights are `weightBytes` apart. Four at a
 * time share the reading and writing of the row.
 */
export function addWeighted(
  indices: usize, n: i32, x: usize, weights: usize, weightBytes: usize, heads: i32, width: i32, row: usize,
): void {
  const headBytes = <usize>width << 2;
  const rowBytes = <usize>heads * headBytes;
  let e: i32 = 0;
  for (; e + 4 <= n; e += 4) {
    const from = indices + (<usize>e << 2);
    const x0 = x + <usize>load<u32>(from) * rowBytes;
    const x1 = x + <usize>load<u32>(from, 4) * rowBytes;
    const x2 = x + <usize>load<u32>(from, 8) * rowBytes;
    const x3 = x + <usize>load<u32>(from, 12) * rowBytes;
    const w = weights + <usize>e * weightBytes;
    let at: usize = 0;
    for (let h: usize = 0; h < <usize>heads; h++) {
      const wh = w + (h << 2);
      const w0 = v128.load32_splat(wh);
      const w1 = v128.load32_splat(wh + weightBytes);
      const w2 = v128.load32_splat(wh + 2 * weightBytes);
      const w3 = v128.load32_splat(wh + 3 * weightBytes);
      const end = at + headBytes;
      for (; at + 16 <= end; at += 16) {
        let a = v128.load(row + at);
        a = f32x4.add(a, f32x4.mul(w0, v128.load(x0 + at)));
        a = f32x4.add(a, f32x4.mul(w1, v128.load(x1 + at)));
        a = f32x4.add(a, f32x4.mul(w2, v128.load(x2 + at)));
        a = f32x4.add(a, f32x4.mul(w3, v128.load(x3 + at)));
        v128.store(row + at, a);
      }
      for (; at < end; at += 4) {
        let a = load<f32>(row + at);
        a += f32x4.extract_lane(w0, 0) * load<f32>(x0 + at);
        a += f32x4.extract_lane(w1, 0) * load<f32>(x1 + at);
        a += f32x4.extract_lane(w2, 0) * load<f32>(x2 + at);
        a += f32x4.extract_lane(w3, 0) * load<f32>(x3 + at);
        store<f32>(row + at, a);
      }
    }
  }
  for (; e < n; e++) {
    addScaled(row, x + <usize>load<u32>(indices + (<usize>e << 2)) * rowBytes, weights + <usize>e * weightBytes, heads, width);
  }
}

/**
 * Reads a word of every line of `bytes` at x + indices[e] * stride for n entries. Nothing waits for these reads, so that they overlap as
 * far as the processor can; the arithmetic after them would wait for each. What it returns only keeps them from being left out.
 */
export function fetchRows(indices: usize, n: i32, x: usize, stride: usize, bytes: usize): u32 {
  let sink: u32 = 0;
  for (let e: usize = 0; e < <usize>n << 2; e += 4) {
    const row = x + <usize>load<u32>(indices + e) * stride;
    for (let at: usize = 0; at < bytes; at += 64) sink |= load<u32>(row + at);
  }
  return sink;
}
