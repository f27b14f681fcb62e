// Gradients of attention. Weights are made again from the saved log-sum-exp, so that nothing of the size entries x heads x width is
// ever stored: one pass over the columns gives the gradients of values and keys and leaves those of the scores [entries, heads], one over
// the rows sums these for the queries.
import { exp4 } from '../tensor/vector';
import { keepLimit } from '../tensor/dropout';
import { biasOf, rawScores } from './forward';
import { addScaled, addSlopes, addWeighted, fetchRows, fourDots, padded, storeHeads } from './heads';
import { keptFour } from './mask';

/** Entries whose operands are fetched together. */
const AHEAD: i32 = 16;

/**
 * args: indptr, indices, entries (of the transpose: its rows are columns, `entries` the place of each entry in the matrix), queries, keys,
 * values, bias|0, packed (see attentionPack), dOut, dValues, dKeys, dScores, heads, width, keyWidth, slopeOrScale (f32), scratch,
 * scratchStride, types|0, vector|0, key0, key1, threshold, keepScale (f32), residual|0, share (f32); see attentionForward. With a vector,
 * dKeys are without its factor (see attentionVector). Units are columns.
 */
export function attentionBackward(args: usize, begin: i32, end: i32, worker: i32): void {
  const changed = load<i32>(args, 88) < 256 || load<u32>(args, 96) != 0;
  if (changed) backward(args, begin, end, worker, true);
  else backward(args, begin, end, worker, false);
}

// @ts-ignore: decorator
@inline
function backward(args: usize, begin: i32, end: i32, worker: i32, changed: bool): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const entries = <usize>load<u32>(args, 8);
  const queries = <usize>load<u32>(args, 12);
  const keys = <usize>load<u32>(args, 16);
  const values = <usize>load<u32>(args, 20);
  const bias = <usize>load<u32>(args, 24);
  const packed = <usize>load<u32>(args, 28);
  const dOut = <usize>load<u32>(args, 32);
  const dValues = <usize>load<u32>(args, 36);
  const dKeys = <usize>load<u32>(args, 40);
  const dScores = <usize>load<u32>(args, 44);
  const heads = load<i32>(args, 48);
  const width = load<i32>(args, 52);
  const keyWidth = load<i32>(args, 56);
  const factor = v128.load32_splat(args, 60);
  const weights = <usize>load<u32>(args, 64) + <usize>worker * <usize>load<u32>(args, 68);
  const types = <usize>load<u32>(args, 72);
  const vector = <usize>load<u32>(args, 76);
  const headBytes = <usize>heads << 2;
  const part = <usize>padded(heads) << 2;
  const sums = weights + part;
  const sink = sums + part;
  const packedBytes = keyWidth == 0 ? 3 * part : 2 * part;
  const keyBytes = <usize>heads * <usize>max(1, keyWidth) << 2;
  const rowBytes = <usize>heads * <usize>width << 2;
  const one = f32x4.splat(1);
  for (let j = <usize>begin; j < <usize>end; j++) {
    const value = values + j * rowBytes;
    const key = keys + j * keyBytes;
    const dValue = dValues + j * rowBytes;
    const dKey = dKeys + j * keyBytes;
    memory.fill(dValue, 0, rowBytes);
    memory.fill(dKey, 0, keyBytes);
    for (let h = 0; h < heads; h += 4) v128.store(sums + (<usize>h << 2), f32x4.splat(0));
    const stop = load<i32>(indptr + (j << 2), 4);
    let fetched = load<i32>(indptr + (j << 2));
    for (let t = fetched; t < stop; t++) {
      if (t == fetched) {
        const n = min(AHEAD, stop - t);
        const at = <usize>t << 2;
        let seen = fetchRows(indices + at, n, dOut, rowBytes, rowBytes) | fetchRows(indices + at, n, packed, packedBytes, packedBytes);
        if (keyWidth > 0) seen |= fetchRows(indices + at, n, queries, keyBytes, keyBytes);
        store<u32>(sink, seen | fetchRows(entries + at, n, dScores, headBytes, headBytes));
        fetched += n;
      }
      const i = <usize>load<u32>(indices + (<usize>t << 2));
      const entry = <usize>load<u32>(entries + (<usize>t << 2));
      const levels = packed + (i + 1) * packedBytes - 2 * part;
      const query = keyWidth == 0 ? packed + i * packedBytes : queries + i * keyBytes;
      const gradient = dOut + i * rowBytes;
      const edge = biasOf(bias, types, entry, headBytes);
      for (let h = 0; h < heads; h += 4) {
        const at = <usize>h << 2;
        const raw = rawScores(query, key, edge, vector, h, heads, keyWidth, factor);
        const isPositive = f32x4.gt(raw, f32x4.splat(0));
        const score = keyWidth == 0 ? v128.bitselect(raw, f32x4.mul(raw, factor), isPositive) : raw;
        const weight = exp4(f32x4.sub(score, v128.load(levels + at)));
        let dWeight = fourDots(gradient, value, h, heads, width);
        if (changed) {
          const kept = keptScale(args, <u32>entry * <u32>heads + h, sink + 16);
          v128.store(weights + at, addResidual(args, f32x4.mul(weight, kept), entry * headBytes + at));
          dWeight = f32x4.mul(dWeight, kept);
        } else {
          v128.store(weights + at, weight);
        }
        let d = f32x4.mul(weight, f32x4.sub(dWeight, v128.load(levels + part + at)));
        if (keyWidth == 0) {
          d = f32x4.mul(d, v128.bitselect(one, factor, isPositive));
          v128.store(sums + at, f32x4.add(v128.load(sums + at), d));
        }
        storeHeads(dScores + entry * headBytes, d, h, heads);
      }
      addScaled(dValue, gradient, weights, heads, width);
      if (vector) {
        addSlopes(dKey, query, key, dScores + entry * headBytes, heads, keyWidth, factor);
      } else if (keyWidth > 0) {
        // Scores' gradients take the place of the weights, which are no longer needed.
        for (let h = 0; h < heads; h++) {
          const at = <usize>h << 2;
          store<f32>(weights + at, load<f32>(dScores + entry * headBytes + at) * f32x4.extract_lane(factor, 0));
        }
        addScaled(dKey, query, weights, heads, keyWidth);
      }
    }
    if (keyWidth == 0) {
      for (let h = 0; h < heads; h += 4) storeHeads(dKey, v128.load(sums + (<usize>h << 2)), h, heads);
    }
  }
}

/** keepScale where elements `first` to `first + 3` are kept, else 0. */
// @ts-ignore: decorator
@inline
function keptScale(args: usize, first: u32, spare: usize): v128 {
  const scale = v128.load32_splat(args, 92);
  const threshold = load<i32>(args, 88);
  if (threshold >= 256) return scale;
  const kept = keptFour(first, v128.load32_splat(args, 80), v128.load32_splat(args, 84), keepLimit(threshold), spare);
  return v128.and(scale, kept);
}

// @ts-ignore: decorator
@inline
function addResidual(args: usize, weight: v128, at: usize): v128 {
  const residual = <usize>load<u32>(args, 96);
  if (!residual) return weight;
  return f32x4.add(weight, f32x4.mul(v128.load32_splat(args, 100), v128.load(residual + at)));
}

/**
 * Gradients of the queries from those of the scores. args: indptr, indices, dScores, keys, dQueries, heads, keyWidth, slopeOrScale (f32),
 * queries, vector|0; with a vector they are without its factor (see attentionVector). Units are rows.
 */
export function attentionQueries(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const dScores = <usize>load<u32>(args, 8);
  const keys = <usize>load<u32>(args, 12);
  const dQueries = <usize>load<u32>(args, 16);
  const heads = load<i32>(args, 20);
  const keyWidth = load<i32>(args, 24);
  const scale = load<f32>(args, 28);
  const queries = <usize>load<u32>(args, 32);
  const isDynamic = load<u32>(args, 36) != 0;
  const headBytes = <usize>heads << 2;
  const keyBytes = headBytes * <usize>max(1, keyWidth);
  for (let i = <usize>begin; i < <usize>end; i++) {
    const start = load<i32>(indptr + (i << 2));
    const stop = load<i32>(indptr + (i << 2), 4);
    const to = dQueries + i * keyBytes;
    const from = dScores + <usize>start * headBytes;
    if (isDynamic) {
      memory.fill(to, 0, keyBytes);
      for (let e = start; e < stop; e++) {
        const key = keys + <usize>load<u32>(indices + (<usize>e << 2)) * keyBytes;
        addSlopes(to, queries + i * keyBytes, key, dScores + <usize>e * headBytes, heads, keyWidth, f32x4.splat(scale));
      }
      continue;
    }
    if (keyWidth > 0) {
      memory.fill(to, 0, keyBytes);
      addWeighted(indices + (<usize>start << 2), stop - start, keys, from, headBytes, heads, keyWidth, to);
      for (let c: usize = 0; c < keyBytes; c += 4) store<f32>(to + c, load<f32>(to + c) * scale);
      continue;
    }
    for (let h = 0; h < heads; h += 4) {
      let sum = f32x4.splat(0);
      for (let e = 0; e < stop - start; e++) sum = f32x4.add(sum, v128.load(from + <usize>e * headBytes + (<usize>h << 2)));
      storeHeads(to, sum, h, heads);
    }
  }
}
