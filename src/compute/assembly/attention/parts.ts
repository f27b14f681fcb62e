// Parts of an attention by themselves: weights of the entries, and gradients by the vectors of dynamic scores and by a bias of types.
import { keepLimit } from '../tensor/dropout';
import { loadTail, storeTail } from '../tensor/vector';
import { biasOf, rawScores } from './forward';
import { leaky, storeHeads } from './heads';
import { keptFour } from './mask';

/**
 * Scores [entries, heads] before the softmax. args: indptr, indices, queries, keys, bias|0, types|0, vector|0, out, heads, keyWidth,
 * slopeOrScale (f32). Units are rows.
 */
export function attentionScores(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const queries = <usize>load<u32>(args, 8);
  const keys = <usize>load<u32>(args, 12);
  const bias = <usize>load<u32>(args, 16);
  const types = <usize>load<u32>(args, 20);
  const vector = <usize>load<u32>(args, 24);
  const out = <usize>load<u32>(args, 28);
  const heads = load<i32>(args, 32);
  const keyWidth = load<i32>(args, 36);
  const factor = v128.load32_splat(args, 40);
  const headBytes = <usize>heads << 2;
  const keyBytes = headBytes * <usize>max(1, keyWidth);
  for (let i = <usize>begin; i < <usize>end; i++) {
    const query = queries + i * keyBytes;
    const stop = <usize>load<u32>(indptr + (i << 2), 4);
    for (let e = <usize>load<u32>(indptr + (i << 2)); e < stop; e++) {
      const key = keys + <usize>load<u32>(indices + (e << 2)) * keyBytes;
      const edge = biasOf(bias, types, e, headBytes);
      for (let h = 0; h < heads; h += 4) {
        const raw = rawScores(query, key, edge, vector, h, heads, keyWidth, factor);
        storeHeads(out + e * headBytes, keyWidth == 0 ? leaky(raw, factor) : raw, h, heads);
      }
    }
  }
}

/**
 * weights = keepScale weights where kept, plus share residual, in place. args: weights, n, key0, key1, threshold, keepScale (f32),
 * residual|0, share (f32). Units are 4,096 elements.
 */
export function attentionChange(args: usize, begin: i32, end: i32, worker: i32): void {
  const weights = <usize>load<u32>(args);
  const last = min<usize>(<usize>end << 12, <usize>load<u32>(args, 4));
  const key0 = v128.load32_splat(args, 8), key1 = v128.load32_splat(args, 12);
  const threshold = load<i32>(args, 16);
  const scale = v128.load32_splat(args, 20);
  const residual = <usize>load<u32>(args, 24);
  const share = v128.load32_splat(args, 28);
  const limit = keepLimit(threshold);
  for (let i = <usize>begin << 12; i < last; i += 4) {
    const at = i << 2;
    const left = <i32>(last - i);
    let w = f32x4.mul(loadTail(weights + at, left), scale);
    if (threshold < 256) w = v128.and(w, keptFour(<u32>i, key0, key1, limit, 0));
    if (residual) w = f32x4.add(w, f32x4.mul(share, loadTail(residual + at, left)));
    storeTail(weights + at, w, left);
  }
}

/**
 * From u, the gradients by queries or keys of dynamic scores without the factor of the vector: partial[unit] = SUM u x of its 64 rows, and
 * u = vector u in place. args: u, x (the queries or keys), vector, partials, rows, width (heads times keyWidth). Units are 64 rows.
 */
export function attentionVector(args: usize, begin: i32, end: i32, worker: i32): void {
  const u = <usize>load<u32>(args);
  const x = <usize>load<u32>(args, 4);
  const vector = <usize>load<u32>(args, 8);
  const rows = load<i32>(args, 16);
  const width = load<i32>(args, 20);
  const bytes = <usize>width << 2;
  for (let unit = begin; unit < end; unit++) {
    const partial = <usize>load<u32>(args, 12) + <usize>unit * bytes;
    memory.fill(partial, 0, bytes);
    for (let r = unit << 6; r < min(rows, (unit + 1) << 6); r++) {
      const row = u + <usize>r * bytes, from = x + <usize>r * bytes;
      for (let c = 0; c < width; c += 4) {
        const at = <usize>c << 2;
        const left = width - c;
        const v = loadTail(row + at, left);
        storeTail(partial + at, f32x4.add(loadTail(partial + at, left), f32x4.mul(v, loadTail(from + at, left))), left);
        storeTail(row + at, f32x4.mul(v, loadTail(vector + at, left)), left);
      }
    }
  }
}

/**
 * Sums of the scores' gradients by the entries' types: partial[unit] [types, heads] over its `chunk` entries. args: dScores, types, partials,
 * entries, heads, number of types, chunk. Units are chunks.
 */
export function attentionTypes(args: usize, begin: i32, end: i32, worker: i32): void {
  const dScores = <usize>load<u32>(args);
  const types = <usize>load<u32>(args, 4);
  const entries = load<i32>(args, 12);
  const heads = load<i32>(args, 16);
  const headBytes = <usize>heads << 2;
  const bytes = <usize>load<u32>(args, 20) * headBytes;
  const chunk = load<i32>(args, 24);
  for (let unit = begin; unit < end; unit++) {
    const partial = <usize>load<u32>(args, 8) + <usize>unit * bytes;
    memory.fill(partial, 0, bytes);
    const last = <i32>min<i64>(<i64>entries, (<i64>unit + 1) * <i64>chunk);
    for (let e = unit * chunk; e < last; e++) {
      const to = partial + <usize>load<u32>(types + (<usize>e << 2)) * headBytes;
      const from = dScores + <usize>e * headBytes;
      for (let h = 0; h < heads; h += 4) {
        const at = <usize>h << 2;
        const left = heads - h;
        storeTail(to + at, f32x4.add(loadTail(to + at, left), loadTail(from + at, left)), left);
      }
    }
  }
}
