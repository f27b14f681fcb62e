// Products of a CSR matrix and dense rows. Every output row is the work of one thread, so threads do not change bits.

import { bf16Row, f16Row } from './half-row';
import { rowProduct, scaleOf } from './spmm-row';

/** Adds the entries [start, stop) to `out` (resume) or sets it to their sum, then scales. format: 0 f32, 1 bf16, 2 f16. */
function addEntries(
  format: i32, indices: usize, values: usize, start: i32, stop: i32, x: usize, rowBytes: usize, width: i32, out: usize, scale: f32,
  resume: i32,
): void {
  if (format == 1) bf16Row(indices, values, start, stop, x, rowBytes, width, out, scale, resume);
  else if (format == 2) f16Row(indices, values, start, stop, x, rowBytes, width, out, scale, resume);
  else rowProduct(indices, values, start, stop, x, rowBytes, width, out, scale, resume);
}

/**
 * args: indptr, indices, values|0, x, width, out, outStride (floats), rows|0, mean, xStride (bytes), count, format, cursors|0, limit,
 * phase. Units are blocks of 64 output rows. With cursors (int32 by output row) a call adds the entries up to the first whose column
 * reaches the limit, and the next call goes on from there: phase 0 begins, 1 goes on, 2 ends. Whatever the limits, entries are
 * added in their order.
 */
export function spmm(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const values = <usize>load<u32>(args, 8);
  const x = <usize>load<u32>(args, 12);
  const width = load<i32>(args, 16);
  const out = <usize>load<u32>(args, 20);
  const stride = <usize>load<u32>(args, 24) << 2;
  const rows = <usize>load<u32>(args, 28);
  const mean = load<i32>(args, 32);
  const rowBytes = <usize>load<u32>(args, 36);
  const count = load<i32>(args, 40);
  const format = load<i32>(args, 44);
  const cursors = <usize>load<u32>(args, 48);
  const limit = load<i32>(args, 52);
  const phase = load<i32>(args, 56);
  const last = min(count, end << 6);
  for (let i = begin << 6; i < last; i++) {
    const r = rows ? load<i32>(rows + (<usize>i << 2)) : i;
    const first = load<i32>(indptr + (<usize>r << 2));
    const stop = load<i32>(indptr + (<usize>r << 2), 4);
    const to = out + <usize>i * stride;
    if (!cursors) {
      addEntries(format, indices, values, first, stop, x, rowBytes, width, to, scaleOf(first, stop, mean), 0);
      continue;
    }
    const cursor = cursors + (<usize>i << 2);
    const start = phase == 0 ? first : load<i32>(cursor);
    let next = stop;
    if (phase < 2) {
      next = start;
      while (next < stop && load<i32>(indices + (<usize>next << 2)) < limit) next++;
      store<i32>(cursor, next);
    }
    const scale = phase == 2 ? scaleOf(first, stop, mean) : <f32>1;
    if (phase == 0 || next > start || scale != 1) {
      addEntries(format, indices, values, start, next, x, rowBytes, width, to, scale, phase);
    }
  }
}

/** Mean over rows of a sparse X. args: indptr, indices, xIndptr, xIndices, xValues, width, out, outStride, rows|0. */
export function sparseMean(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const xIndptr = <usize>load<u32>(args, 8);
  const xIndices = <usize>load<u32>(args, 12);
  const xValues = <usize>load<u32>(args, 16);
  const width = load<i32>(args, 20);
  const out = <usize>load<u32>(args, 24);
  const stride = <usize>load<u32>(args, 28);
  const rows = <usize>load<u32>(args, 32);
  for (let i = begin; i < end; i++) {
    const r = rows ? load<i32>(rows + (<usize>i << 2)) : i;
    const start = load<i32>(indptr + (<usize>r << 2));
    const stop = load<i32>(indptr + (<usize>r << 2), 4);
    const to = out + ((<usize>i * stride) << 2);
    memory.fill(to, 0, <usize>width << 2);
    const scale = scaleOf(start, stop, 1);
    for (let e = start; e < stop; e++) {
      const u = <usize>load<u32>(indices + (<usize>e << 2)) << 2;
      const last = load<i32>(xIndptr + u, 4);
      for (let q = load<i32>(xIndptr + u); q < last; q++) {
        const cell = to + (<usize>load<u32>(xIndices + (<usize>q << 2)) << 2);
        store<f32>(cell, load<f32>(cell) + load<f32>(xValues + (<usize>q << 2)));
      }
    }
    for (let c = 0; c < width; c++) {
      const cell = to + (<usize>c << 2);
      store<f32>(cell, load<f32>(cell) * scale);
    }
  }
}

/** acc[c] += row[c] / max(||row||, 1e-12). */
export function normAccumulate(row: usize, width: i32, acc: usize): void {
  let n = f32x4.splat(0), n1 = f32x4.splat(0);
  let c: i32 = 0;
  for (; c + 8 <= width; c += 8) {
    const v = v128.load(row + (<usize>c << 2));
    const w = v128.load(row + (<usize>c << 2), 16);
    n = f32x4.add(n, f32x4.mul(v, v));
    n1 = f32x4.add(n1, f32x4.mul(w, w));
  }
  n = f32x4.add(n, n1);
  let sum = f32x4.extract_lane(n, 0) + f32x4.extract_lane(n, 1) + f32x4.extract_lane(n, 2) + f32x4.extract_lane(n, 3);
  for (; c < width; c++) {
    const v = load<f32>(row + (<usize>c << 2));
    sum += v * v;
  }
  const inverse: f32 = <f32>1.0 / max<f32>(sqrt<f32>(sum), <f32>1e-12);
  const s = f32x4.splat(inverse);
  c = 0;
  for (; c + 4 <= width; c += 4) {
    const at = <usize>c << 2;
    v128.store(acc + at, f32x4.add(v128.load(acc + at), f32x4.mul(v128.load(row + at), s)));
  }
  for (; c < width; c++) {
    const at = <usize>c << 2;
    store<f32>(acc + at, load<f32>(acc + at) + load<f32>(row + at) * inverse);
  }
}

/**
 * acc[r] += rownorm(mean over the row of Y). args: indptr, indices, y, width, acc, scratch, scratchStride (bytes), numRows,
 * blockRows, panel. Units are blocks of rows, whose means lie in the scratch [blockRows, width] until their norms are known.
 */
export function meanNormAccumulate(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const y = <usize>load<u32>(args, 8);
  const width = load<i32>(args, 12);
  const acc = <usize>load<u32>(args, 16);
  const scratch = <usize>load<u32>(args, 20) + <usize>worker * <usize>load<u32>(args, 24);
  const numRows = load<i32>(args, 28);
  const blockRows = load<i32>(args, 32);
  const panel = load<i32>(args, 36);
  const rowBytes = <usize>width << 2;
  for (let block = begin; block < end; block++) {
    const first = block * blockRows;
    const last = min(numRows, first + blockRows);
    for (let column = 0; column < width; column += panel) {
      const columns = min(panel, width - column);
      const shift = <usize>column << 2;
      for (let r = first; r < last; r++) {
        const start = load<i32>(indptr + (<usize>r << 2));
        const stop = load<i32>(indptr + (<usize>r << 2), 4);
        const to = scratch + <usize>(r - first) * rowBytes + shift;
        if (stop > start) rowProduct(indices, 0, start, stop, y + shift, rowBytes, columns, to, scaleOf(start, stop, 1), 0);
      }
    }
    for (let r = first; r < last; r++) {
      const start = load<i32>(indptr + (<usize>r << 2));
      const stop = load<i32>(indptr + (<usize>r << 2), 4);
      if (stop > start) normAccumulate(scratch + <usize>(r - first) * rowBytes, width, acc + <usize>r * rowBytes);
    }
  }
}
