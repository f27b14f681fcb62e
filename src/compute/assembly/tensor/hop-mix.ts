// The 1x1 convolution over hops with input dropout, in one pass over the input: no masked copy, no [B, K, D] temporary.
import { keepLimit, keepMask, randomWords } from './dropout';
import { horizontal, loadTail, storeTail } from './vector';

/** Rows whose weight gradients are summed before they are stored; part of the definition of the result's bits. */
const CHUNK: i32 = 8;

/** Hops that go over a row together: two long streams are what hardware prefetchers follow best, the sums wait in L1. */
const GROUP: i32 = 2;

/**
 * Adds hops [first, last) to sixteen (fewer: `left`) columns of one row, starting from the bias where first is 0. `x` is
 * the address of hop `first`, `w`: F x K weights already times 1/keep. F is 1 or 2.
 */
// @ts-ignore: decorator
@inline
function mixBlock(
  x: usize, rowBytes: usize, first: i32, last: i32, K: i32, F: i32, w: usize, bias: usize, z: usize, zStride: usize, left: i32,
  drop: bool, block: u32, blocksPerHop: u32, key0: v128, key1: v128, limit: v128, full: bool,
): void {
  const base0 = v128.load32_splat(bias);
  const base1 = F == 2 ? v128.load32_splat(bias, 4) : base0;
  let a0 = base0, a1 = base0, a2 = base0, a3 = base0;
  let b0 = base1, b1 = base1, b2 = base1, b3 = base1;
  if (first > 0) {
    a0 = full ? v128.load(z) : loadTail(z, left);
    a1 = full ? v128.load(z, 16) : loadTail(z + 16, left - 4);
    a2 = full ? v128.load(z, 32) : loadTail(z + 32, left - 8);
    a3 = full ? v128.load(z, 48) : loadTail(z + 48, left - 12);
    if (F == 2) {
      const z1 = z + zStride;
      b0 = full ? v128.load(z1) : loadTail(z1, left);
      b1 = full ? v128.load(z1, 16) : loadTail(z1 + 16, left - 4);
      b2 = full ? v128.load(z1, 32) : loadTail(z1 + 32, left - 8);
      b3 = full ? v128.load(z1, 48) : loadTail(z1 + 48, left - 12);
    }
  }
  for (let k = first; k < last; k++) {
    let x0: v128, x1: v128, x2: v128, x3: v128;
    if (full) {
      x0 = v128.load(x);
      x1 = v128.load(x, 16);
      x2 = v128.load(x, 32);
      x3 = v128.load(x, 48);
    } else {
      x0 = loadTail(x, left);
      x1 = loadTail(x + 16, left - 4);
      x2 = loadTail(x + 32, left - 8);
      x3 = loadTail(x + 48, left - 12);
    }
    if (drop) {
      const r = randomWords(block, key0, key1);
      x0 = v128.and(x0, keepMask(r, limit));
      x1 = v128.and(x1, keepMask(i32x4.shl(r, 8), limit));
      x2 = v128.and(x2, keepMask(i32x4.shl(r, 16), limit));
      x3 = v128.and(x3, keepMask(i32x4.shl(r, 24), limit));
      block += blocksPerHop;
    }
    const w0 = v128.load32_splat(w + (<usize>k << 2));
    a0 = f32x4.add(a0, f32x4.mul(w0, x0));
    a1 = f32x4.add(a1, f32x4.mul(w0, x1));
    a2 = f32x4.add(a2, f32x4.mul(w0, x2));
    a3 = f32x4.add(a3, f32x4.mul(w0, x3));
    if (F == 2) {
      const w1 = v128.load32_splat(w + (<usize>(K + k) << 2));
      b0 = f32x4.add(b0, f32x4.mul(w1, x0));
      b1 = f32x4.add(b1, f32x4.mul(w1, x1));
      b2 = f32x4.add(b2, f32x4.mul(w1, x2));
      b3 = f32x4.add(b3, f32x4.mul(w1, x3));
    }
    x += rowBytes;
  }
  storeBlock(z, a0, a1, a2, a3, left, full);
  if (F == 2) storeBlock(z + zStride, b0, b1, b2, b3, left, full);
}

// @ts-ignore: decorator
@inline
function storeBlock(z: usize, v0: v128, v1: v128, v2: v128, v3: v128, left: i32, full: bool): void {
  if (full) {
    v128.store(z, v0);
    v128.store(z, v1, 16);
    v128.store(z, v2, 32);
    v128.store(z, v3, 48);
  } else {
    storeTail(z, v0, left);
    storeTail(z + 16, v1, left - 4);
    storeTail(z + 32, v2, left - 8);
    storeTail(z + 48, v3, left - 12);
  }
}

// @ts-ignore: decorator
@inline
function mixRow(
  x: usize, D: i32, K: i32, F: i32, w: usize, bias: usize, z: usize, drop: bool, block: u32, key0: v128, key1: v128, limit: v128,
): void {
  const rowBytes = <usize>D << 2;
  const blocksPerHop = <u32>((D + 15) >> 4);
  for (let k = 0; k < K; k += GROUP, x += rowBytes * <usize>GROUP, block += blocksPerHop * <u32>GROUP) {
    const last = min(k + GROUP, K);
    let d = 0;
    for (; d + 16 <= D; d += 16) {
      const at = <usize>d << 2;
      mixBlock(x + at, rowBytes, k, last, K, F, w, bias, z + at, rowBytes, 16, drop, block + <u32>(d >> 4), blocksPerHop, key0, key1, limit, true);
    }
    if (d < D) {
      const at = <usize>d << 2;
      mixBlock(x + at, rowBytes, k, last, K, F, w, bias, z + at, rowBytes, D - d, drop, block + <u32>(d >> 4), blocksPerHop, key0, key1, limit, false);
    }
  }
}

/**
 * z[b, f D + d] = bias[f] + SUM_k w[f, k] m x[rows[b], k, d]. args: values, rows, K, D, F, w (times 1/keep), bias, z, key0,
 * key1, threshold (256: no dropout), floats in a row of z. Units are rows of the batch. Mask block of (b, k, d):
 * (b K + k) ceil(D / 16) + d / 16.
 */
export function hopMixForward(args: usize, begin: i32, end: i32, worker: i32): void {
  const values = <usize>load<u32>(args);
  const rows = <usize>load<u32>(args, 4);
  const K = load<i32>(args, 8);
  const D = load<i32>(args, 12);
  const F = load<i32>(args, 16);
  const w = <usize>load<u32>(args, 20);
  const bias = <usize>load<u32>(args, 24);
  const z = <usize>load<u32>(args, 28);
  const key0 = i32x4.splat(load<i32>(args, 32));
  const key1 = i32x4.splat(load<i32>(args, 36));
  const threshold = load<i32>(args, 40);
  const zRow = <usize>load<u32>(args, 44);
  const limit = keepLimit(threshold);
  const rowBlocks = <u32>K * <u32>((D + 15) >> 4);
  const rowFloats = <usize>K * <usize>D;
  for (let b = begin; b < end; b++) {
    const x = values + ((<usize>load<u32>(rows + (<usize>b << 2)) * rowFloats) << 2);
    const to = z + ((<usize>b * zRow) << 2);
    const block = <u32>b * rowBlocks;
    if (threshold < 256) {
      if (F == 2) mixRow(x, D, K, 2, w, bias, to, true, block, key0, key1, limit);
      else mixRow(x, D, K, 1, w, bias, to, true, block, key0, key1, limit);
    } else if (F == 2) mixRow(x, D, K, 2, w, bias, to, false, block, key0, key1, limit);
    else mixRow(x, D, K, 1, w, bias, to, false, block, key0, key1, limit);
  }
}

/** Adds SUM_d dz[f, d] m x[d] of one (row, hop) to out[0] and, with two filters, out[second]. */
// @ts-ignore: decorator
@inline
function dotRow(
  x: usize, dz: usize, D: i32, F: i32, out: usize, second: usize, drop: bool, block: u32, key0: v128, key1: v128, limit: v128,
): void {
  const dz1 = dz + (<usize>D << 2);
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
  let d = 0;
  for (; d + 16 <= D; d += 16) {
    const at = <usize>d << 2;
    let x0 = v128.load(x + at), x1 = v128.load(x + at, 16), x2 = v128.load(x + at, 32), x3 = v128.load(x + at, 48);
    if (drop) {
      const r = randomWords(block++, key0, key1);
      x0 = v128.and(x0, keepMask(r, limit));
      x1 = v128.and(x1, keepMask(i32x4.shl(r, 8), limit));
      x2 = v128.and(x2, keepMask(i32x4.shl(r, 16), limit));
      x3 = v128.and(x3, keepMask(i32x4.shl(r, 24), limit));
    }
    a0 = f32x4.add(a0, f32x4.mul(v128.load(dz + at), x0));
    a1 = f32x4.add(a1, f32x4.mul(v128.load(dz + at, 16), x1));
    a2 = f32x4.add(a2, f32x4.mul(v128.load(dz + at, 32), x2));
    a3 = f32x4.add(a3, f32x4.mul(v128.load(dz + at, 48), x3));
    if (F == 2) {
      b0 = f32x4.add(b0, f32x4.mul(v128.load(dz1 + at), x0));
      b1 = f32x4.add(b1, f32x4.mul(v128.load(dz1 + at, 16), x1));
      b2 = f32x4.add(b2, f32x4.mul(v128.load(dz1 + at, 32), x2));
      b3 = f32x4.add(b3, f32x4.mul(v128.load(dz1 + at, 48), x3));
    }
  }
  let r = drop ? randomWords(block, key0, key1) : f32x4.splat(0);
  for (; d < D; d += 4) {
    const at = <usize>d << 2;
    const left = D - d;
    let x0 = loadTail(x + at, left);
    if (drop) {
      x0 = v128.and(x0, keepMask(r, limit));
      r = i32x4.shl(r, 8);
    }
    a0 = f32x4.add(a0, f32x4.mul(loadTail(dz + at, left), x0));
    if (F == 2) b0 = f32x4.add(b0, f32x4.mul(loadTail(dz1 + at, left), x0));
  }
  store<f64>(out, load<f64>(out) + horizontal(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3))));
  if (F == 2) {
    const to = out + second;
    store<f64>(to, load<f64>(to) + horizontal(f32x4.add(f32x4.add(b0, b1), f32x4.add(b2, b3))));
  }
}

function sumRow(dz: usize, D: i32): f64 {
  let a = f32x4.splat(0);
  let d = 0;
  for (; d + 4 <= D; d += 4) a = f32x4.add(a, v128.load(dz + (<usize>d << 2)));
  if (d < D) a = f32x4.add(a, loadTail(dz + (<usize>d << 2), D - d));
  return horizontal(a);
}

/**
 * Partial gradients of weight and bias. args: values, rows, K, D, F, dz, partial, B, key0, key1, threshold, floats
 * in a row of dz. Units are chunks of eight rows; chunk c writes F (K + 1) float64 sums at partial: per filter K weights (without 1/keep), then the bias.
 */
export function hopMixBackward(args: usize, begin: i32, end: i32, worker: i32): void {
  const values = <usize>load<u32>(args);
  const rows = <usize>load<u32>(args, 4);
  const K = load<i32>(args, 8);
  const D = load<i32>(args, 12);
  const F = load<i32>(args, 16);
  const dz = <usize>load<u32>(args, 20);
  const partial = <usize>load<u32>(args, 24);
  const B = load<i32>(args, 28);
  const key0 = i32x4.splat(load<i32>(args, 32));
  const key1 = i32x4.splat(load<i32>(args, 36));
  const threshold = load<i32>(args, 40);
  const zRow = <usize>load<u32>(args, 44);
  const limit = keepLimit(threshold);
  const blocksPerHop = <u32>((D + 15) >> 4);
  const rowFloats = <usize>K * <usize>D;
  const second = <usize>(K + 1) << 3;
  const size = <usize>F * second;
  for (let c = begin; c < end; c++) {
    const out = partial + <usize>c * size;
    memory.fill(out, 0, size);
    const last = min((c + 1) * CHUNK, B);
    for (let b = c * CHUNK; b < last; b++) {
      const x = values + ((<usize>load<u32>(rows + (<usize>b << 2)) * rowFloats) << 2);
      const g = dz + ((<usize>b * zRow) << 2);
      for (let k = 0; k < K; k++) {
        const block = (<u32>b * <u32>K + <u32>k) * blocksPerHop;
        const from = x + ((<usize>k * <usize>D) << 2);
        const to = out + (<usize>k << 3);
        if (threshold < 256) {
          if (F == 2) dotRow(from, g, D, 2, to, second, true, block, key0, key1, limit);
          else dotRow(from, g, D, 1, to, second, true, block, key0, key1, limit);
        } else if (F == 2) dotRow(from, g, D, 2, to, second, false, block, key0, key1, limit);
        else dotRow(from, g, D, 1, to, second, false, block, key0, key1, limit);
      }
      const biasAt = out + (<usize>K << 3);
      for (let f: usize = 0; f < <usize>F; f++) {
        const to = biasAt + f * second;
        store<f64>(to, load<f64>(to) + sumRow(g + ((f * <usize>D) << 2), D));
      }
    }
  }
}
