// The largest inner products of queries and items. Scores never leave the first-level cache: a tile of 2 x 16 of them is compared with the
// worst that each query keeps, and items come by falling length, so that a query is done where |q| |y| cannot reach what it has. Most tiles
// of float32 are never made: products of 16-bit numbers, which take half the time, show that nothing in them can be listed.
import { isWorse, siftDown, sortHeap } from '../sparse/heap';
import { tile2x16 } from '../tensor/gemm-tile';
import { decodePanel, panelBytes } from './panels';
import { mayReach1, mayReach2, packQueryWords, scaleOf } from './words';

/** Is `item` among the ascending entries [low, high)? */
function isListed(indices: usize, low: i32, high: i32, item: i32): bool {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<i32>(indices + (<usize>middle << 2)) < item) low = middle + 1;
    else high = middle;
  }
  return load<i32>(indices + (<usize>low << 2)) == item;
}

/** Takes of sixteen scores those that are among the best k of query q. */
function take(args: usize, q: i32, values: usize, numbers: usize, k: i32, scores: usize, ids: usize): void {
  const indptr = <usize>load<u32>(args, 20), indices = <usize>load<u32>(args, 24);
  for (let j: usize = 0; j < 64; j += 4) {
    const v = load<f32>(scores + j);
    const item = load<i32>(ids + j);
    if (item < 0 || v != v || !isWorse(load<f32>(values), load<i32>(numbers), v, item)) continue;
    if (indptr) {
      const low = load<i32>(indptr + (<usize>q << 2)), high = load<i32>(indptr + (<usize>q << 2), 4);
      if (low < high && load<i32>(indices + (<usize>(high - 1) << 2)) >= item && isListed(indices, low, high, item)) continue;
    }
    siftDown(values, numbers, k, 0, v, item);
  }
}

// @ts-ignore: decorator
@inline
function compare(args: usize, q: i32, values: usize, numbers: usize, k: i32, scores: usize, ids: usize): void {
  const worst = v128.load32_splat(values);
  const low = v128.or(f32x4.ge(v128.load(scores), worst), f32x4.ge(v128.load(scores, 16), worst));
  const high = v128.or(f32x4.ge(v128.load(scores, 32), worst), f32x4.ge(v128.load(scores, 48), worst));
  if (v128.any_true(v128.or(low, high))) take(args, q, values, numbers, k, scores, ids);
}

/** Rows first..first + 3 of queries as a panel [depth][4]; rows and columns that are missing are zero. */
function packQueries(queries: usize, first: i32, rows: i32, width: i32, depth: i32, to: usize): void {
  memory.fill(to, 0, <usize>depth << 4);
  for (let i = 0; i < min(4, rows - first); i++) {
    const from = queries + (<usize>(first + i) * <usize>width << 2);
    for (let k: usize = 0; k < <usize>width; k++) store<f32>(to + (k << 4) + (<usize>i << 2), load<f32>(from + (k << 2)));
  }
}

/** The worst that query q keeps, or what another part of the panels knows to be no better than the worst of its list in the end. */
// @ts-ignore: decorator
@inline
function worstOf(values: usize, shared: usize): f32 {
  const own = load<f32>(values);
  return shared ? max(own, f32.reinterpret_i32(atomic.load<i32>(shared))) : own;
}

/** Can a product with an item no longer than the bound be among the best of any of queries [q0, q1)? */
function reaches(lengths: usize, bound: f32, values: usize, shared: usize, k: i32, q0: i32, q1: i32): bool {
  for (let q = <usize>q0; q < <usize>q1; q++) {
    const worst = worstOf(values + (q * <usize>k << 2), shared ? shared + (q << 2) : 0);
    if (!(load<f32>(lengths + (q << 2)) * bound < worst)) return true;
  }
  return false;
}

/**
 * args: queries [rows, width], rows, width, panels, ids (of items by place, -1: none), indptr|0 and indices of lists of items, ascending, that
 * a query leaves out, number of panels, panels that are gone through at once, lengths of queries, bounds (by panel: the greatest length from
 * there on, and what rounding may add), k, values and numbers (both [parts, rows, k]), queries of a unit (a multiple of 4), parts, scratch,
 * stride, format, scales of the panels (of format 0: worths of words, see packItemWords), of format 0 words of the items and what a product
 * of words may lack, and worsts [rows], -Infinity at first, that parts tell each other, or 0. Scratch of a worker: panels [depth][4] of the
 * queries of a unit, a tile, and the words of the queries or, where the format is not float32, the panels
 * of a pass in it. Units are (part of the passes, block of queries). Where there are fewer than k, -Infinity and -1 follow.
 */
export function productTopK(args: usize, begin: i32, end: i32, worker: i32): void {
  const queries = <usize>load<u32>(args);
  const rows = load<i32>(args, 4), width = load<i32>(args, 8);
  const ids = <usize>load<u32>(args, 16);
  const panelCount = load<i32>(args, 28), atOnce = load<i32>(args, 32);
  const lengths = <usize>load<u32>(args, 36), bounds = <usize>load<u32>(args, 40);
  const k = load<i32>(args, 44);
  const unitRows = load<i32>(args, 56), parts = load<i32>(args, 60);
  const scratch = <usize>load<u32>(args, 64) + <usize>worker * <usize>load<u32>(args, 68);
  const format = load<i32>(args, 72);
  const scales = <usize>load<u32>(args, 76);
  const depth = (width + 1) & ~1;
  const floatBytes = panelBytes(depth, 0), storedBytes = panelBytes(depth, format);
  const quadBytes = <usize>depth << 4;
  const tile = scratch + (<usize>(unitRows >> 2)) * quadBytes;
  // Either of them, by format.
  const decoded = tile + 128, queryWords = decoded;
  const itemWords = <usize>load<u32>(args, 80), lacking = load<f32>(args, 84);
  const shared = <usize>load<u32>(args, 88);
  const wordBytes = <usize>depth << 5;
  const blocks = (rows + unitRows - 1) / unitRows;
  for (let unit = begin; unit < end; unit++) {
    const part = unit / blocks;
    const q0 = (unit % blocks) * unitRows, q1 = min(q0 + unitRows, rows);
    const base = (<usize>part * <usize>rows * <usize>k) << 2;
    const values = <usize>load<u32>(args, 48) + base, numbers = <usize>load<u32>(args, 52) + base;
    for (let i = <usize>q0 * <usize>k; i < <usize>q1 * <usize>k; i++) {
      store<f32>(values + (i << 2), -Infinity);
      store<i32>(numbers + (i << 2), i32.MAX_VALUE);
    }
    for (let q = q0; q < q1; q += 4) packQueries(queries, q, rows, width, depth, scratch + <usize>((q - q0) >> 2) * quadBytes);
    if (format == 0) {
      for (let q = q0; q < q1; q++) {
        packQueryWords(queries + (<usize>q * <usize>width << 2), width, scaleOf(load<f32>(lengths + (<usize>q << 2))), queryWords + <usize>(q - q0 >> 1) * (<usize>depth << 2), q - q0 & 1);
      }
    }
    // A part is every so many passes, so that each meets the long items first.
    for (let p0 = part * atOnce; p0 < panelCount; p0 += parts * atOnce) {
      const p1 = min(p0 + atOnce, panelCount);
      if (!reaches(lengths, load<f32>(bounds + (<usize>p0 << 2)), values, shared, k, q0, q1)) break;
      const stored = <usize>load<u32>(args, 12) + <usize>p0 * storedBytes;
      if (format != 0) {
        for (let p = p0; p < p1; p++) {
          const at = <usize>(p - p0);
          decodePanel(stored + at * storedBytes, scales + (<usize>p << 6), decoded + at * floatBytes, depth, format);
        }
      }
      const panels = format ? decoded : stored;
      for (let q = q0; q < q1; q += 2) {
        const left = scratch + <usize>((q - q0) >> 2) * quadBytes + <usize>((q & 2) << 2);
        const v0 = values + (<usize>q * <usize>k << 2), n0 = numbers + (<usize>q * <usize>k << 2);
        const second = q + 1 < q1;
        const v1 = second ? v0 + (<usize>k << 2) : v0, n1 = n0 + (<usize>k << 2);
        const length0 = load<f32>(lengths + (<usize>q << 2)), length1 = second ? load<f32>(lengths + (<usize>q << 2), 4) : length0;
        const scale0 = scaleOf(length0), scale1 = scaleOf(length1);
        const words = queryWords + <usize>((q - q0) >> 1) * (<usize>depth << 2);
        const s0 = shared ? shared + (<usize>q << 2) : 0, s1 = shared && second ? s0 + 4 : s0;
        for (let p = p0; p < p1; p++) {
          const bound = load<f32>(bounds + (<usize>p << 2));
          const worst0 = worstOf(v0, s0), worst1 = worstOf(v1, s1);
          if (length0 * bound < worst0 && length1 * bound < worst1) break;
          if (format == 0) {
            const items = itemWords + <usize>p * wordBytes, by = scales + (<usize>p << 6);
            const least0 = scale0 > 0 ? worst0 * scale0 : -Infinity, least1 = scale1 > 0 ? worst1 * scale1 : -Infinity;
            if (!(second ? mayReach2(words, items, depth, by, lacking, least0, least1) : mayReach1(words, items, depth, by, lacking, least0))) continue;
          }
          tile2x16(left, panels + <usize>(p - p0) * floatBytes, depth, tile);
          compare(args, q, v0, n0, k, tile, ids + (<usize>p << 6));
          if (second) compare(args, q + 1, v1, n1, k, tile + 64, ids + (<usize>p << 6));
        }
        if (shared) {
          // One of two that are told at once may be lost: a smaller one is true as well.
          atomic.store<i32>(s0, i32.reinterpret_f32(worstOf(v0, s0)));
          atomic.store<i32>(s1, i32.reinterpret_f32(worstOf(v1, s1)));
        }
      }
    }
    for (let q = q0; q < q1; q++) {
      const v = values + (<usize>q * <usize>k << 2), n = numbers + (<usize>q * <usize>k << 2);
      sortHeap(v, n, k);
      for (let i: usize = 0; i < <usize>k << 2; i += 4) if (load<i32>(n + i) == i32.MAX_VALUE) store<i32>(n + i, -1);
    }
  }
}
