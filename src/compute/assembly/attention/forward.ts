// Attention over the rows of a CSR matrix: scores, softmax and weighted sum of a row while its entries are at hand. Scores of 256
// entries at a time are kept; between such groups the sums are rescaled to the new maximum, so that nothing grows with the degree.
import { exp4, log4 } from '../tensor/vector';
import { keepLimit } from '../tensor/dropout';
import { addWeighted, fetchRows, fourDots, fourDynamic, leaky, padded, storeHeads } from './heads';
import { keptFour } from './mask';

const GROUP: i32 = 256;
/** Bytes of values that are worth fetching ahead; more would be gone from the nearest caches before they are used. */
const NEAR: usize = 65536;

/**
 * Raw scores of heads h to h + 3 of the pair of a query and a key. keyWidth 0: additive, the leaky ReLU to follow; with a vector:
 * vector . leakyReLU(query + key); else the scaled dot product.
 */
// @ts-ignore: decorator
@inline
export function rawScores(query: usize, key: usize, bias: usize, vector: usize, h: i32, heads: i32, keyWidth: i32, factor: v128): v128 {
  const at = <usize>h << 2;
  let raw: v128;
  if (keyWidth == 0) raw = f32x4.add(v128.load(query + at), v128.load(key + at));
  else if (vector) raw = fourDynamic(query, key, vector, h, heads, keyWidth, factor);
  else raw = f32x4.mul(factor, fourDots(query, key, h, heads, keyWidth));
  return bias ? f32x4.add(raw, v128.load(bias + at)) : raw;
}

/** Where the bias of an entry lies: a row each, or one of its type's. */
// @ts-ignore: decorator
@inline
export function biasOf(bias: usize, types: usize, entry: usize, headBytes: usize): usize {
  if (!bias) return 0;
  return bias + (types ? <usize>load<u32>(types + (entry << 2)) : entry) * headBytes;
}

/**
 * args: indptr, indices, queries, keys, values, bias|0, out, logSumExp, heads, width, keyWidth (0: additive), slopeOrScale (f32),
 * scratch, scratchStride, types|0, vector|0, key0, key1, threshold, keepScale (f32), residual|0, share (f32), soft. queries and keys: [rows,
 * heads] and [columns, heads], or times keyWidth; values [columns, heads, width]; bias [entries, heads], or by types [., heads]; vector
 * [heads, keyWidth]; residual [entries, heads]; out [rows, heads, width]; logSumExp [rows, heads]. Weights are keepScale times those of the
 * softmax where the mask keeps them, plus share times the residual; with a residual, `soft` [rows, heads, width] gets the first part of
 * the output. Units are rows.
 */
export function attentionForward(args: usize, begin: i32, end: i32, worker: i32): void {
  const changed = load<i32>(args, 72) < 256 || load<u32>(args, 80) != 0;
  if (changed) forward(args, begin, end, worker, true);
  else forward(args, begin, end, worker, false);
}

/** `changed`: do dropout or a residual change the weights of the softmax? A constant, so that the plain form has no trace of them. */
// @ts-ignore: decorator
@inline
function forward(args: usize, begin: i32, end: i32, worker: i32, changed: bool): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const queries = <usize>load<u32>(args, 8);
  const keys = <usize>load<u32>(args, 12);
  const values = <usize>load<u32>(args, 16);
  const bias = <usize>load<u32>(args, 20);
  const logSumExp = <usize>load<u32>(args, 28);
  const heads = load<i32>(args, 32);
  const width = load<i32>(args, 36);
  const keyWidth = load<i32>(args, 40);
  const factor = v128.load32_splat(args, 44);
  const scratch = <usize>load<u32>(args, 48) + <usize>worker * <usize>load<u32>(args, 52);
  const types = <usize>load<u32>(args, 56);
  const vector = <usize>load<u32>(args, 60);
  const residual = changed ? <usize>load<u32>(args, 80) : 0;
  const out = <usize>load<u32>(args + (residual ? 88 : 24));
  const headBytes = <usize>heads << 2;
  const scoreBytes = <usize>padded(heads) << 2;
  const top = scratch + <usize>GROUP * scoreBytes;
  const sums = top + scoreBytes;
  const rescale = sums + scoreBytes;
  const sink = rescale + scoreBytes;
  const spare = sink + 16;
  const other = sink + 64;
  const keyBytes = <usize>heads * <usize>max(1, keyWidth) << 2;
  const rowBytes = <usize>heads * <usize>width << 2;
  for (let i = <usize>begin; i < <usize>end; i++) {
    const row = out + i * rowBytes;
    memory.fill(row, 0, rowBytes);
    if (changed && residual) memory.fill(other, 0, rowBytes);
    for (let h: usize = 0; h < scoreBytes; h += 16) {
      v128.store(top + h, f32x4.splat(-f32.MAX_VALUE));
      v128.store(sums + h, f32x4.splat(0));
    }
    const query = queries + i * keyBytes;
    const stop = load<i32>(indptr + (i << 2), 4);
    for (let first = load<i32>(indptr + (i << 2)); first < stop; first += GROUP) {
      const n = min(GROUP, stop - first);
      const columns = indices + (<usize>first << 2);
      let seen = fetchRows(columns, n, keys, keyBytes, keyBytes);
      if (<usize>n * rowBytes <= NEAR) seen |= fetchRows(columns, n, values, rowBytes, rowBytes);
      store<u32>(sink, seen);
      for (let h = 0; h < heads; h += 4) {
        const at = <usize>h << 2;
        const before = v128.load(top + at);
        let most = before;
        for (let e = 0; e < n; e++) {
          const key = keys + <usize>load<u32>(columns + (<usize>e << 2)) * keyBytes;
          const edge = biasOf(bias, types, <usize>(first + e), headBytes);
          const raw = rawScores(query, key, edge, vector, h, heads, keyWidth, factor);
          const score = keyWidth == 0 ? leaky(raw, factor) : raw;
          v128.store(scratch + <usize>e * scoreBytes + at, score);
          most = f32x4.pmax(most, score);
        }
        const shrink = exp4(f32x4.sub(before, most));
        let sum = f32x4.mul(v128.load(sums + at), shrink);
        for (let e = 0; e < n; e++) {
          const cell = scratch + <usize>e * scoreBytes + at;
          const weight = exp4(f32x4.sub(v128.load(cell), most));
          v128.store(cell, weight);
          sum = f32x4.add(sum, weight);
        }
        v128.store(top + at, most);
        v128.store(sums + at, sum);
        v128.store(rescale + at, shrink);
      }
      if (changed) dropWeights(args, scratch, first, n, spare);
      if (first > load<i32>(indptr + (i << 2))) scaleHeads(row, rescale, heads, width);
      addWeighted(columns, n, values, scratch, scoreBytes, heads, width, row);
      if (changed && residual) {
        addWeighted(columns, n, values, residual + <usize>first * headBytes, headBytes, heads, width, other);
      }
    }
    // The largest score adds 1 to its sum, so sums are at least 1 but for rows without entries.
    const keepScale = changed ? v128.load32_splat(args, 76) : f32x4.splat(1);
    for (let h = 0; h < heads; h += 4) {
      const at = <usize>h << 2;
      const sum = v128.load(sums + at);
      const some = f32x4.gt(sum, f32x4.splat(0));
      v128.store(rescale + at, v128.and(some, f32x4.div(keepScale, sum)));
      const level = v128.and(some, f32x4.add(v128.load(top + at), log4(sum)));
      storeHeads(logSumExp + i * headBytes, level, h, heads);
    }
    scaleHeads(row, rescale, heads, width);
    if (changed && residual) addShare(<usize>load<u32>(args, 24) + i * rowBytes, row, other, load<f32>(args, 84), rowBytes);
  }
}

/** Zeroes the weights of n entries from `first` on that the mask drops. */
function dropWeights(args: usize, weights: usize, first: i32, n: i32, spare: usize): void {
  const threshold = load<i32>(args, 72);
  if (threshold >= 256) return;
  const heads = load<i32>(args, 32);
  const key0 = v128.load32_splat(args, 64), key1 = v128.load32_splat(args, 68);
  const limit = keepLimit(threshold);
  let cell = weights;
  for (let e = <u32>first * <u32>heads; e < <u32>(first + n) * <u32>heads; e += heads) {
    for (let h = 0; h < heads; h += 4) {
      v128.store(cell, v128.and(v128.load(cell), keptFour(e + h, key0, key1, limit, spare)));
      cell += 16;
    }
  }
}

/** out = a + share b. */
function addShare(out: usize, a: usize, b: usize, share: f32, bytes: usize): void {
  const factor = f32x4.splat(share);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(out + at, f32x4.add(v128.load(a + at), f32x4.mul(factor, v128.load(b + at))));
  for (; at < bytes; at += 4) store<f32>(out + at, load<f32>(a + at) + share * load<f32>(b + at));
}

function scaleHeads(row: usize, factors: usize, heads: i32, width: i32): void {
  const bytes = <usize>width << 2;
  let at: usize = row;
  for (let h: usize = 0; h < <usize>heads; h++) {
    const f = v128.load32_splat(factors + (h << 2));
    const end = at + bytes;
    for (; at + 16 <= end; at += 16) v128.store(at, f32x4.mul(v128.load(at), f));
    for (; at < end; at += 4) store<f32>(at, load<f32>(at) * f32x4.extract_lane(f, 0));
  }
}

/**
 * What the gradient needs of each row, one after the other: out[i] = queries[i] (additive scores only), logSumExp[i], <dOut[i, h, :], out[i, h, :]>,
 * each padded to a multiple of four. args: queries|0, logSumExp, dOut, out, packed, heads, width. Units are rows.
 */
export function attentionPack(args: usize, begin: i32, end: i32, worker: i32): void {
  const queries = <usize>load<u32>(args);
  const logSumExp = <usize>load<u32>(args, 4);
  const a = <usize>load<u32>(args, 8);
  const b = <usize>load<u32>(args, 12);
  const out = <usize>load<u32>(args, 16);
  const heads = load<i32>(args, 20);
  const width = load<i32>(args, 24);
  const headBytes = <usize>heads << 2;
  const part = <usize>padded(heads) << 2;
  const rowBytes = headBytes * <usize>width;
  const packed = queries ? 3 * part : 2 * part;
  for (let i = <usize>begin; i < <usize>end; i++) {
    const to = out + i * packed;
    for (let h = 0; h < heads; h += 4) {
      const at = <usize>h << 2;
      if (queries) v128.store(to + at, v128.load(queries + i * headBytes + at));
      v128.store(to + packed - 2 * part + at, v128.load(logSumExp + i * headBytes + at));
      v128.store(to + packed - part + at, fourDots(a + i * rowBytes, b + i * rowBytes, h, heads, width));
    }
  }
}
