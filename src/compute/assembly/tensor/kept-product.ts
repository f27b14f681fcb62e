// Products with a matrix x [M, K] after dropout that skip what was dropped. Of each row (or column) of x the kept elements are listed
// once, by place and value; a list then meets panels of 32 columns of the other factor, whose sums stay in registers. K is a multiple
// of 16, so that a row starts with a block of the mask (see dropout.ts).
import { madd } from '../madd';
import { keepLimit, keepMask, randomWords } from './dropout';
import { loadTail, storeTail } from './vector';

/** Most elements of a list, and the bytes it takes: pairs of a byte offset in a panel and a value, and one pair to spare. */
const LISTED: i32 = 256;
const LIST_BYTES: usize = 2112;
/** Rows of x that are listed together for {@link keptProduct}. */
const ROWS: i32 = 64;
/** Of {@link keptLeft}: rows of x, and columns of x whose sums are kept at a time. */
const LEFT_ROWS: i32 = 16;
const LEFT_DEPTH: i32 = 128;

/** Panels of 32 columns, [K, 32] each, with zeros beyond the last column. args: w [K, N], packed, K, N. Units are panels. */
export function packPanels(args: usize, begin: i32, end: i32, worker: i32): void {
  const K = load<i32>(args, 8), N = load<i32>(args, 12);
  for (let unit = begin; unit < end; unit++) {
    const from = <usize>load<u32>(args) + (<usize>unit << 7);
    copyPanel(from, <usize>N << 2, K, N - (unit << 5), <usize>load<u32>(args, 4) + (<usize>unit * <usize>K << 7));
  }
}

function copyPanel(from: usize, stride: usize, rows: i32, columns: i32, to: usize): void {
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < 32; c += 4) v128.store(to + (<usize>c << 2), loadTail(from + (<usize>c << 2), columns - c));
    from += stride;
    to += 128;
  }
}

/** Appends (offset, value) where the bit of the mask is set; returns the list's end. */
// @ts-ignore: decorator
@inline
function append(end: usize, offset: i32, x: usize, bits: i32, bit: i32): usize {
  store<i32>(end, offset);
  store<u32>(end, load<u32>(x), 4);
  return end + <usize>(((bits >> bit) & 1) << 3);
}

/** Bits of four elements, `shift` bytes into the words of their block. */
// @ts-ignore: decorator
@inline
function fourBits(words: v128, shift: i32, limit: v128): i32 {
  return i32x4.bitmask(keepMask(i32x4.shl(words, shift << 3), limit));
}

/** Lists the kept elements `first` to `first + count` of x, their offsets `step` bytes apart; returns the list's end. */
function listRow(x: usize, first: i32, count: i32, step: i32, key0: v128, key1: v128, limit: v128, list: usize): usize {
  let at = x + (<usize>first << 2);
  let offset = 0;
  for (let i = first; i < first + count; i += 16) {
    const words = randomWords(<u32>i >> 4, key0, key1);
    for (let q = 0; q < 4; q++) {
      const bits = fourBits(words, q, limit);
      list = append(list, offset, at, bits, 0);
      list = append(list, offset + step, at + 4, bits, 1);
      list = append(list, offset + 2 * step, at + 8, bits, 2);
      list = append(list, offset + 3 * step, at + 12, bits, 3);
      offset += 4 * step;
      at += 16;
    }
  }
  return list;
}

/** to [32] (+)= SUM value times row of the panel over a list; the first `columns` of them. */
function addListed(list: usize, end: usize, panel: usize, to: usize, columns: i32, add: bool): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
  for (; list < end; list += 8) {
    const b = panel + <usize>load<u32>(list);
    const s = v128.load32_splat(list, 4);
    c0 = madd(s, v128.load(b), c0);
    c1 = madd(s, v128.load(b, 16), c1);
    c2 = madd(s, v128.load(b, 32), c2);
    c3 = madd(s, v128.load(b, 48), c3);
    // Never taken: keeps V8 from loading all eight first, for which it has no registers beside the sums (see gemm-tile.ts).
    if (b == 0) break;
    c4 = madd(s, v128.load(b, 64), c4);
    c5 = madd(s, v128.load(b, 80), c5);
    c6 = madd(s, v128.load(b, 96), c6);
    c7 = madd(s, v128.load(b, 112), c7);
  }
  put(to, c0, columns, add);
  put(to + 16, c1, columns - 4, add);
  put(to + 32, c2, columns - 8, add);
  put(to + 48, c3, columns - 12, add);
  put(to + 64, c4, columns - 16, add);
  put(to + 80, c5, columns - 20, add);
  put(to + 96, c6, columns - 24, add);
  put(to + 112, c7, columns - 28, add);
}

// @ts-ignore: decorator
@inline
function put(to: usize, v: v128, left: i32, add: bool): void {
  if (left >= 4) v128.store(to, add ? f32x4.add(v128.load(to), v) : v);
  else storeTail(to, add ? f32x4.add(loadTail(to, left), v) : v, left);
}

/**
 * out [M, N] = (kept x) w. args: x, packed (see packPanels), out, M, K, N, key0, key1, threshold, scratch, scratchStride. Units are 64 rows.
 */
export function keptProduct(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args), packed = <usize>load<u32>(args, 4), out = <usize>load<u32>(args, 8);
  const M = load<i32>(args, 12), K = load<i32>(args, 16), N = load<i32>(args, 20);
  const key0 = v128.load32_splat(args, 24), key1 = v128.load32_splat(args, 28);
  const limit = keepLimit(load<i32>(args, 32));
  const ends = <usize>load<u32>(args, 36) + <usize>worker * <usize>load<u32>(args, 40);
  const lists = ends + (<usize>ROWS << 2);
  for (let unit = begin; unit < end; unit++) {
    const first = unit * ROWS;
    const rows = min(ROWS, M - first);
    for (let k = 0; k < K; k += LISTED) {
      const depth = min(LISTED, K - k);
      for (let r = 0; r < rows; r++) {
        const list = lists + <usize>r * LIST_BYTES;
        store<u32>(ends + (<usize>r << 2), <u32>listRow(x, (first + r) * K + k, depth, 128, key0, key1, limit, list));
      }
      for (let n = 0; n < N; n += 32) {
        const panel = packed + ((<usize>(n >> 5) * <usize>K + <usize>k) << 7);
        for (let r = 0; r < rows; r++) {
          const to = out + (<usize>(first + r) * <usize>N + <usize>n << 2);
          addListed(lists + <usize>r * LIST_BYTES, <usize>load<u32>(ends + (<usize>r << 2)), panel, to, N - n, k > 0);
        }
      }
    }
  }
}

/**
 * dw [K, N] = (kept x)^T dy. args: x, dy, dw, M, K, N, key0, key1, threshold, scratch, scratchStride, columns of x of a unit (multiple of
 * 16). Rows are taken 256 at a time; which columns are a unit does not change the sums.
 */
export function keptRight(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args), dy = <usize>load<u32>(args, 4), dw = <usize>load<u32>(args, 8);
  const M = load<i32>(args, 12), K = load<i32>(args, 16), N = load<i32>(args, 20);
  const key0 = v128.load32_splat(args, 24), key1 = v128.load32_splat(args, 28);
  const limit = keepLimit(load<i32>(args, 32));
  const range = load<i32>(args, 44);
  const ends = <usize>load<u32>(args, 36) + <usize>worker * <usize>load<u32>(args, 40);
  const panel = ends + (<usize>range << 2);
  const lists = panel + (<usize>LISTED << 7);
  for (let unit = begin; unit < end; unit++) {
    const k0 = unit * range;
    const columns = min(range, K - k0);
    for (let m = 0; m < M; m += LISTED) {
      const rows = min(LISTED, M - m);
      for (let k = 0; k < columns; k++) store<u32>(ends + (<usize>k << 2), <u32>(lists + <usize>k * LIST_BYTES));
      for (let r = 0; r < rows; r++) {
        const start = (m + r) * K + k0;
        for (let k = 0; k < columns; k += 16) {
          const words = randomWords(<u32>(start + k) >> 4, key0, key1);
          for (let q = 0; q < 4; q++) {
            const bits = fourBits(words, q, limit);
            const at = x + (<usize>(start + k + 4 * q) << 2);
            const cursor = ends + (<usize>(k + 4 * q) << 2);
            store<u32>(cursor, <u32>append(<usize>load<u32>(cursor), r << 7, at, bits, 0));
            store<u32>(cursor, <u32>append(<usize>load<u32>(cursor, 4), r << 7, at + 4, bits, 1), 4);
            store<u32>(cursor, <u32>append(<usize>load<u32>(cursor, 8), r << 7, at + 8, bits, 2), 8);
            store<u32>(cursor, <u32>append(<usize>load<u32>(cursor, 12), r << 7, at + 12, bits, 3), 12);
          }
        }
      }
      for (let n = 0; n < N; n += 32) {
        copyPanel(dy + (<usize>m * <usize>N + <usize>n << 2), <usize>N << 2, rows, N - n, panel);
        for (let k = 0; k < columns; k++) {
          const to = dw + (<usize>(k0 + k) * <usize>N + <usize>n << 2);
          addListed(lists + <usize>k * LIST_BYTES, <usize>load<u32>(ends + (<usize>k << 2)), panel, to, N - n, m > 0);
        }
      }
    }
  }
}

/** Adds the products of a row of 32 with the listed rows of a panel to their sums, four lanes each. */
function addDots(list: usize, end: usize, panel: usize, row: usize, sums: usize): void {
  const d0 = v128.load(row), d1 = v128.load(row, 16), d2 = v128.load(row, 32), d3 = v128.load(row, 48);
  const d4 = v128.load(row, 64), d5 = v128.load(row, 80), d6 = v128.load(row, 96), d7 = v128.load(row, 112);
  for (; list < end; list += 8) {
    const b = panel + <usize>load<u32>(list);
    let even = madd(d0, v128.load(b), v128.load(sums));
    let odd = f32x4.mul(d1, v128.load(b, 16));
    even = madd(d2, v128.load(b, 32), even);
    odd = madd(d3, v128.load(b, 48), odd);
    // As above.
    if (b == 0) break;
    even = madd(d4, v128.load(b, 64), even);
    odd = madd(d5, v128.load(b, 80), odd);
    even = madd(d6, v128.load(b, 96), even);
    odd = madd(d7, v128.load(b, 112), odd);
    v128.store(sums, f32x4.add(even, odd));
    sums += 16;
  }
}

/**
 * dx [M, K] = dy w^T where x was kept, else 0. args: x (any M K numbers), packed (see packPanels), dx, M, K, N, key0, key1, threshold,
 * scratch, scratchStride, dy. Units are 16 rows.
 */
export function keptLeft(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args), packed = <usize>load<u32>(args, 4), dx = <usize>load<u32>(args, 8);
  const M = load<i32>(args, 12), K = load<i32>(args, 16), N = load<i32>(args, 20);
  const key0 = v128.load32_splat(args, 24), key1 = v128.load32_splat(args, 28);
  const limit = keepLimit(load<i32>(args, 32));
  const dy = <usize>load<u32>(args, 44);
  const ends = <usize>load<u32>(args, 36) + <usize>worker * <usize>load<u32>(args, 40);
  const last = ends + (<usize>LEFT_ROWS << 2);
  const lists = last + 128;
  const sums = lists + <usize>LEFT_ROWS * LIST_BYTES;
  const sumBytes = <usize>LEFT_DEPTH << 4;
  for (let unit = begin; unit < end; unit++) {
    const first = unit * LEFT_ROWS;
    const rows = min(LEFT_ROWS, M - first);
    memory.fill(dx + (<usize>first * <usize>K << 2), 0, <usize>rows * <usize>K << 2);
    for (let k = 0; k < K; k += LEFT_DEPTH) {
      const depth = min(LEFT_DEPTH, K - k);
      for (let r = 0; r < rows; r++) {
        const list = lists + <usize>r * LIST_BYTES;
        store<u32>(ends + (<usize>r << 2), <u32>listRow(x, (first + r) * K + k, depth, 128, key0, key1, limit, list));
      }
      memory.fill(sums, 0, <usize>rows * sumBytes);
      for (let n = 0; n < N; n += 32) {
        const panel = packed + ((<usize>(n >> 5) * <usize>K + <usize>k) << 7);
        for (let r = 0; r < rows; r++) {
          let row = dy + (<usize>(first + r) * <usize>N + <usize>n << 2);
          if (n + 32 > N) {
            copyPanel(row, 0, 1, N - n, last);
            row = last;
          }
          addDots(lists + <usize>r * LIST_BYTES, <usize>load<u32>(ends + (<usize>r << 2)), panel, row, sums + <usize>r * sumBytes);
        }
      }
      for (let r = 0; r < rows; r++) {
        const to = dx + (<usize>(first + r) * <usize>K + <usize>k << 2);
        const stop = <usize>load<u32>(ends + (<usize>r << 2));
        let from = sums + <usize>r * sumBytes;
        for (let list = lists + <usize>r * LIST_BYTES; list < stop; list += 8, from += 16) {
          const v = v128.load(from);
          const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
          store<f32>(to + (<usize>load<u32>(list) >> 5), f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1));
        }
      }
    }
  }
}
