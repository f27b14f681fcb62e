// Reductions of the rows of a matrix by segments, a segment being a row of a CSR: sum, mean, maximum, and their gradients.
import { loadTail, storeTail } from '../tensor/vector';

// @ts-ignore: decorator
@inline
function at(list: usize, e: i32): usize {
  return <usize>(list ? load<i32>(list + (<usize>e << 2)) : e);
}

/** out[r] = SUM (or mean) over the entries of row r of values[entry]. args: indptr, entries|0, values, width, out, mean. Units are rows. */
export function segmentSum(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const entries = <usize>load<u32>(args, 4);
  const values = <usize>load<u32>(args, 8);
  const width = load<i32>(args, 12);
  const mean = load<i32>(args, 20);
  const bytes = <usize>width << 2;
  for (let r = begin; r < end; r++) {
    const out = <usize>load<u32>(args, 16) + <usize>r * bytes;
    const start = load<i32>(indptr + (<usize>r << 2));
    const stop = load<i32>(indptr + (<usize>r << 2), 4);
    const scale = f32x4.splat(mean && stop > start ? <f32>1.0 / <f32>(stop - start) : <f32>1.0);
    let c = 0;
    for (; c + 16 <= width; c += 16) {
      let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
      const base = values + (<usize>c << 2);
      for (let e = start; e < stop; e++) {
        const row = base + at(entries, e) * bytes;
        a0 = f32x4.add(a0, v128.load(row));
        a1 = f32x4.add(a1, v128.load(row, 16));
        a2 = f32x4.add(a2, v128.load(row, 32));
        a3 = f32x4.add(a3, v128.load(row, 48));
      }
      const to = out + (<usize>c << 2);
      v128.store(to, f32x4.mul(a0, scale));
      v128.store(to, f32x4.mul(a1, scale), 16);
      v128.store(to, f32x4.mul(a2, scale), 32);
      v128.store(to, f32x4.mul(a3, scale), 48);
    }
    for (; c < width; c += 4) {
      let a = f32x4.splat(0);
      const base = values + (<usize>c << 2);
      for (let e = start; e < stop; e++) a = f32x4.add(a, loadTail(base + at(entries, e) * bytes, width - c));
      storeTail(out + (<usize>c << 2), f32x4.mul(a, scale), width - c);
    }
  }
}

/**
 * out[r, c] = MAX over the entries of row r of weight x[column, c], argmax[r, c] the first entry that has it; an empty row gives
 * 0 and -1. NaN wins over everything. args: indptr, indices|0 (0: x has a row per entry), weights|0, x, width, out, argmax. Units
 * are rows.
 */
export function rowMaxima(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const weights = <usize>load<u32>(args, 8);
  const x = <usize>load<u32>(args, 12);
  const width = load<i32>(args, 16);
  const bytes = <usize>width << 2;
  for (let r = begin; r < end; r++) {
    const out = <usize>load<u32>(args, 20) + <usize>r * bytes;
    const argmax = <usize>load<u32>(args, 24) + <usize>r * bytes;
    const start = load<i32>(indptr + (<usize>r << 2));
    const stop = load<i32>(indptr + (<usize>r << 2), 4);
    if (start == stop) {
      memory.fill(out, 0, bytes);
      memory.fill(argmax, 0xff, bytes);
      continue;
    }
    let c = 0;
    for (; c + 8 <= width; c += 8) {
      const base = x + (<usize>c << 2);
      let b0 = f32x4.splat(0), b1 = b0, i0 = i32x4.splat(start), i1 = i0;
      for (let e = start; e < stop; e++) {
        const row = base + at(indices, e) * bytes;
        let v0 = v128.load(row), v1 = v128.load(row, 16);
        if (weights) {
          const w = v128.load32_splat(weights + (<usize>e << 2));
          v0 = f32x4.mul(v0, w);
          v1 = f32x4.mul(v1, w);
        }
        if (e == start) {
          b0 = v0;
          b1 = v1;
          continue;
        }
        const here = i32x4.splat(e);
        const t0 = v128.andnot(f32x4.eq(b0, b0), f32x4.le(v0, b0)), t1 = v128.andnot(f32x4.eq(b1, b1), f32x4.le(v1, b1));
        b0 = v128.bitselect(v0, b0, t0);
        b1 = v128.bitselect(v1, b1, t1);
        i0 = v128.bitselect(here, i0, t0);
        i1 = v128.bitselect(here, i1, t1);
      }
      const to = <usize>c << 2;
      v128.store(out + to, b0);
      v128.store(out + to, b1, 16);
      v128.store(argmax + to, i0);
      v128.store(argmax + to, i1, 16);
    }
    for (; c < width; c += 4) {
      const base = x + (<usize>c << 2);
      let best = f32x4.splat(0), where = i32x4.splat(start);
      for (let e = start; e < stop; e++) {
        let v = loadTail(base + at(indices, e) * bytes, width - c);
        if (weights) v = f32x4.mul(v, v128.load32_splat(weights + (<usize>e << 2)));
        const taken = e == start ? i32x4.splat(-1) : v128.andnot(f32x4.eq(best, best), f32x4.le(v, best));
        best = v128.bitselect(v, best, taken);
        where = v128.bitselect(i32x4.splat(e), where, taken);
      }
      storeTail(out + (<usize>c << 2), best, width - c);
      storeTail(argmax + (<usize>c << 2), where, width - c);
    }
  }
}

/**
 * Gradient of `rowMaxima` by x: out[r, c] = SUM over the entries of row r of the transpose of weight dy[column, c] where that entry
 * is argmax[column, c]. args: indptr, indices, entries, weights|0 (all of the transpose), dy, argmax, width, out. Units are rows.
 */
export function maximaGradient(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const entries = <usize>load<u32>(args, 8);
  const weights = <usize>load<u32>(args, 12);
  const dy = <usize>load<u32>(args, 16);
  const argmax = <usize>load<u32>(args, 20);
  const width = load<i32>(args, 24);
  const bytes = <usize>width << 2;
  for (let r = begin; r < end; r++) {
    const out = <usize>load<u32>(args, 28) + <usize>r * bytes;
    const start = load<i32>(indptr + (<usize>r << 2));
    const stop = load<i32>(indptr + (<usize>r << 2), 4);
    for (let c = 0; c < width; c += 4) {
      const left = width - c;
      let a = f32x4.splat(0);
      for (let e = start; e < stop; e++) {
        const shift = <usize>load<u32>(indices + (<usize>e << 2)) * bytes + (<usize>c << 2);
        const mine = i32x4.eq(loadTail(argmax + shift, left), v128.load32_splat(entries + (<usize>e << 2)));
        let v = v128.and(loadTail(dy + shift, left), mine);
        if (weights) v = f32x4.mul(v, v128.load32_splat(weights + (<usize>e << 2)));
        a = f32x4.add(a, v);
      }
      storeTail(out + (<usize>c << 2), a, left);
    }
  }
}

/** Gradient of `segmentSum`: out[e] = dy[r] (over the length of the row) for its entries. args: indptr, dy, width, out, mean. Units are rows. */
export function spreadRows(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const dy = <usize>load<u32>(args, 4);
  const width = load<i32>(args, 8);
  const out = <usize>load<u32>(args, 12);
  const mean = load<i32>(args, 16);
  const bytes = <usize>width << 2;
  for (let r = begin; r < end; r++) {
    const from = dy + <usize>r * bytes;
    const start = load<i32>(indptr + (<usize>r << 2));
    const stop = load<i32>(indptr + (<usize>r << 2), 4);
    const scale = f32x4.splat(mean && stop > start ? <f32>1.0 / <f32>(stop - start) : <f32>1.0);
    for (let e = start; e < stop; e++) {
      const to = out + <usize>e * bytes;
      for (let c = 0; c < width; c += 4) {
        const shift = <usize>c << 2;
        storeTail(to + shift, f32x4.mul(loadTail(from + shift, width - c), scale), width - c);
      }
    }
  }
}

/** Gradient of a segment maximum: dy goes to the entry that has it, the others get 0. args: indptr, dy, argmax, width, out. Units are rows. */
export function spreadMaxima(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const dy = <usize>load<u32>(args, 4);
  const argmax = <usize>load<u32>(args, 8);
  const width = load<i32>(args, 12);
  const out = <usize>load<u32>(args, 16);
  const bytes = <usize>width << 2;
  for (let r = begin; r < end; r++) {
    const start = <usize>load<u32>(indptr + (<usize>r << 2));
    const stop = <usize>load<u32>(indptr + (<usize>r << 2), 4);
    memory.fill(out + start * bytes, 0, (stop - start) * bytes);
    if (start == stop) continue;
    for (let c = 0; c < width; c++) {
      const shift = <usize>r * bytes + (<usize>c << 2);
      store<f32>(out + <usize>load<u32>(argmax + shift) * bytes + (<usize>c << 2), load<f32>(dy + shift));
    }
  }
}
