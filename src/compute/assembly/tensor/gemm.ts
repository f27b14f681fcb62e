// Single-precision matrix product, after Goto and van de Geijn (ACM TOMS 34, 2008): packed panels, a 4 x 8 kernel in
// registers. An output tile is the work of one thread and sums over k in one fixed order, so threads do not change bits.
import { transpose4 } from './layout';

/** Depth of one pass over k; a partial sum of this length is added to the output. Changing it changes bits. */
const KC: i32 = 256;

/** Packs `depth` rows of a row-major matrix into one panel of `width` (4 or 8) columns, missing columns zero. */
// @ts-ignore: decorator
@inline
function packRows(from: usize, stride: usize, depth: i32, columns: i32, to: usize, width: i32): void {
  const step = <usize>width << 2;
  for (let k = 0; k < depth; k++) {
    const source = from + (<usize>k * stride << 2);
    const target = to + <usize>k * step;
    if (columns >= width) {
      v128.store(target, v128.load(source));
      if (width == 8) v128.store(target, v128.load(source, 16), 16);
    } else {
      for (let j = 0; j < width; j++) store<f32>(target + (<usize>j << 2), j < columns ? load<f32>(source + (<usize>j << 2)) : 0);
    }
  }
}

/** Packs four rows (fewer: the rest zero) of `depth` contiguous values: value k of row i goes to `to + k step + 4 i`. */
// @ts-ignore: decorator
@inline
function packColumns(from: usize, stride: usize, depth: i32, rows: i32, to: usize, step: usize): void {
  let k = 0;
  if (rows >= 4) {
    for (; k + 4 <= depth; k += 4) transpose4(from + (<usize>k << 2), stride << 2, to + <usize>k * step, step);
  }
  for (; k < depth; k++) {
    const target = to + <usize>k * step;
    for (let i = 0; i < 4; i++) {
      store<f32>(target + (<usize>i << 2), i < rows ? load<f32>(from + ((<usize>i * stride + <usize>k) << 2)) : 0);
    }
  }
}

/**
 * Packs the right factor into panels of eight columns, each [K][8]. args: b, K, N, transposed, packed.
 * Units: eight rows of K, or where `transposed` ([N, K] in memory) panels.
 */
export function packRight(args: usize, begin: i32, end: i32, worker: i32): void {
  const b = <usize>load<u32>(args);
  const K = load<i32>(args, 4);
  const N = load<i32>(args, 8);
  const transposed = load<i32>(args, 12);
  const packed = <usize>load<u32>(args, 16);
  const panelBytes = <usize>K << 5;
  if (transposed) {
    for (let p = begin; p < end; p++) {
      const first = p << 3;
      const from = b + ((<usize>first * <usize>K) << 2);
      const to = packed + <usize>p * panelBytes;
      packColumns(from, <usize>K, K, N - first, to, 32);
      packColumns(from + (<usize>K << 4), <usize>K, K, N - first - 4, to + 16, 32);
    }
    return;
  }
  const panels = (N + 7) >> 3;
  const last = min(end << 3, K);
  for (let k = begin << 3; k < last; k += 8) {
    const depth = min(8, last - k);
    const row = b + ((<usize>k * <usize>N) << 2);
    for (let p = 0; p < panels; p++) {
      packRows(row + (<usize>p << 5), <usize>N, depth, N - (p << 3), packed + <usize>p * panelBytes + (<usize>k << 5), 8);
    }
  }
}

// @ts-ignore: decorator
@inline
function addTo(to: usize, offset: usize, first: bool, base: v128, value: v128): void {
  const at = to + offset;
  v128.store(at, f32x4.add(first ? base : v128.load(at), value));
}

/**
 * c[4, 8] (+)= panel of A [depth][4] times panel of B [depth][8]; the first pass starts from the bias. The loop is not
 * unrolled on purpose: V8 would hoist the loads of the second half and spill half of the accumulators.
 */
function kernel4x8(a: usize, b: usize, depth: i32, c: usize, stride: usize, bias: usize, first: bool): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  const end = a + (<usize>depth << 4);
  while (a < end) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(s, b0));
    c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(s, b0));
    c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(s, b0));
    c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(s, b0));
    c31 = f32x4.add(c31, f32x4.mul(s, b1));
    a += 16;
    b += 32;
  }
  const base0 = bias ? v128.load(bias) : f32x4.splat(0);
  const base1 = bias ? v128.load(bias, 16) : f32x4.splat(0);
  addTo(c, 0, first, base0, c00);
  addTo(c, 16, first, base1, c01);
  c += stride;
  addTo(c, 0, first, base0, c10);
  addTo(c, 16, first, base1, c11);
  c += stride;
  addTo(c, 0, first, base0, c20);
  addTo(c, 16, first, base1, c21);
  c += stride;
  addTo(c, 0, first, base0, c30);
  addTo(c, 16, first, base1, c31);
}

/** Copies a rows x columns corner between the output and the spare tile. */
function copyCorner(from: usize, fromStride: usize, to: usize, toStride: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    memory.copy(to + <usize>i * toStride, from + <usize>i * fromStride, <usize>columns << 2);
  }
}

/** Packs a [depth, columns] block of the left factor stored as [K, M]: sixteen columns, one cache line, at a time. */
function packTransposedLeft(from: usize, M: i32, depth: i32, columns: i32, to: usize): void {
  const panel = <usize>depth << 4;
  const stride = <usize>M << 2;
  let m = 0;
  for (; m + 16 <= columns; m += 16) {
    let source = from + (<usize>m << 2);
    let target = to + <usize>(m >> 2) * panel;
    for (let k = 0; k < depth; k++) {
      v128.store(target, v128.load(source));
      v128.store(target + panel, v128.load(source, 16));
      v128.store(target + (panel << 1), v128.load(source, 32));
      v128.store(target + (panel << 1) + panel, v128.load(source, 48));
      source += stride;
      target += 16;
    }
  }
  for (; m < columns; m += 4) packRows(from + (<usize>m << 2), <usize>M, depth, columns - m, to + <usize>(m >> 2) * panel, 4);
}

/**
 * C [M, N] = op(A) B + bias. args: a, transposed, packed B, c, M, N, K, bias|0, scratch, scratchStride (bytes), tile rows
 * (multiple of 4), tile columns (multiple of 8). Units are tiles, row by row. Scratch holds KC * (tile rows) floats, a
 * 4 x 8 tile and eight bias values.
 */
export function gemm(args: usize, begin: i32, end: i32, worker: i32): void {
  const a = <usize>load<u32>(args);
  const transposed = load<i32>(args, 4);
  const packed = <usize>load<u32>(args, 8);
  const c = <usize>load<u32>(args, 12);
  const M = load<i32>(args, 16);
  const N = load<i32>(args, 20);
  const K = load<i32>(args, 24);
  const bias = <usize>load<u32>(args, 28);
  const scratch = <usize>load<u32>(args, 32) + <usize>worker * <usize>load<u32>(args, 36);
  const MC = load<i32>(args, 40);
  const NC = load<i32>(args, 44);
  const across = (N + NC - 1) / NC;
  const spare = scratch + ((<usize>KC * <usize>MC) << 2);
  const spareBias = spare + 128;
  const stride = <usize>N << 2;
  const panelBytes = <usize>K << 5;
  for (let t = begin; t < end; t++) {
    const m0 = (t / across) * MC;
    const n0 = (t % across) * NC;
    const m1 = min(m0 + MC, M);
    const n1 = min(n0 + NC, N);
    for (let k0 = 0; k0 < K; k0 += KC) {
      const depth = min(KC, K - k0);
      const panelA = <usize>depth << 4;
      if (transposed) packTransposedLeft(a + ((<usize>k0 * <usize>M + <usize>m0) << 2), M, depth, m1 - m0, scratch);
      else for (let m = m0, to = scratch; m < m1; m += 4, to += panelA) {
        packColumns(a + ((<usize>m * <usize>K + <usize>k0) << 2), <usize>K, depth, M - m, to, 16);
      }
      const first = k0 == 0;
      for (let n = n0; n < n1; n += 8) {
        const panel = packed + <usize>(n >> 3) * panelBytes + (<usize>k0 << 5);
        const columns = min(8, N - n);
        let base: usize = bias ? bias + (<usize>n << 2) : 0;
        if (base && columns < 8) {
          memory.copy(spareBias, base, <usize>columns << 2);
          base = spareBias;
        }
        for (let m = m0, from = scratch; m < m1; m += 4, from += panelA) {
          const to = c + <usize>m * stride + (<usize>n << 2);
          const rows = min(4, M - m);
          if (rows == 4 && columns == 8) {
            kernel4x8(from, panel, depth, to, stride, base, first);
          } else {
            if (!first) copyCorner(to, stride, spare, 32, rows, columns);
            kernel4x8(from, panel, depth, spare, 32, base, first);
            copyCorner(spare, 32, to, stride, rows, columns);
          }
        }
      }
    }
  }
}
