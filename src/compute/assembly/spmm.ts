// Products of a CSR matrix and dense rows. Every output row is the work of one thread, so threads do not change bits.

// @ts-ignore: decorator
@inline
function scaleOf(start: i32, stop: i32, mean: i32): f32 {
  return mean && stop > start ? <f32>1.0 / <f32>(stop - start) : <f32>1.0;
}

/**
 * out[columns] = scale * SUM over entries of (value *) X[column, columns]; 32 columns at a time stay in registers. Rows of X lie
 * `rowBytes` apart.
 */
export function rowProduct(
  indices: usize, values: usize, start: i32, stop: i32, x: usize, rowBytes: usize, width: i32, out: usize, scale: f32,
): void {
  const s = f32x4.splat(scale);
  let c: i32 = 0;
  for (; c + 32 <= width; c += 32) {
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
    let a4 = f32x4.splat(0), a5 = f32x4.splat(0), a6 = f32x4.splat(0), a7 = f32x4.splat(0);
    const base = x + (<usize>c << 2);
    if (values) {
      for (let e = start; e < stop; e++) {
        const row = base + <usize>load<u32>(indices + (<usize>e << 2)) * rowBytes;
        const v = v128.load32_splat(values + (<usize>e << 2));
        a0 = f32x4.add(a0, f32x4.mul(v, v128.load(row)));
        a1 = f32x4.add(a1, f32x4.mul(v, v128.load(row, 16)));
        a2 = f32x4.add(a2, f32x4.mul(v, v128.load(row, 32)));
        a3 = f32x4.add(a3, f32x4.mul(v, v128.load(row, 48)));
        a4 = f32x4.add(a4, f32x4.mul(v, v128.load(row, 64)));
        a5 = f32x4.add(a5, f32x4.mul(v, v128.load(row, 80)));
        a6 = f32x4.add(a6, f32x4.mul(v, v128.load(row, 96)));
        a7 = f32x4.add(a7, f32x4.mul(v, v128.load(row, 112)));
      }
    } else {
      for (let e = start; e < stop; e++) {
        const row = base + <usize>load<u32>(indices + (<usize>e << 2)) * rowBytes;
        a0 = f32x4.add(a0, v128.load(row));
        a1 = f32x4.add(a1, v128.load(row, 16));
        a2 = f32x4.add(a2, v128.load(row, 32));
        a3 = f32x4.add(a3, v128.load(row, 48));
        a4 = f32x4.add(a4, v128.load(row, 64));
        a5 = f32x4.add(a5, v128.load(row, 80));
        a6 = f32x4.add(a6, v128.load(row, 96));
        a7 = f32x4.add(a7, v128.load(row, 112));
      }
    }
    const to = out + (<usize>c << 2);
    v128.store(to, f32x4.mul(a0, s));
    v128.store(to, f32x4.mul(a1, s), 16);
    v128.store(to, f32x4.mul(a2, s), 32);
    v128.store(to, f32x4.mul(a3, s), 48);
    v128.store(to, f32x4.mul(a4, s), 64);
    v128.store(to, f32x4.mul(a5, s), 80);
    v128.store(to, f32x4.mul(a6, s), 96);
    v128.store(to, f32x4.mul(a7, s), 112);
  }
  for (; c + 4 <= width; c += 4) {
    let a = f32x4.splat(0);
    const base = x + (<usize>c << 2);
    for (let e = start; e < stop; e++) {
      const v = v128.load(base + <usize>load<u32>(indices + (<usize>e << 2)) * rowBytes);
      a = f32x4.add(a, values ? f32x4.mul(v128.load32_splat(values + (<usize>e << 2)), v) : v);
    }
    v128.store(out + (<usize>c << 2), f32x4.mul(a, s));
  }
  for (; c < width; c++) {
    let a: f32 = 0;
    const base = x + (<usize>c << 2);
    for (let e = start; e < stop; e++) {
      const v = load<f32>(base + <usize>load<u32>(indices + (<usize>e << 2)) * rowBytes);
      a += values ? load<f32>(values + (<usize>e << 2)) * v : v;
    }
    store<f32>(out + (<usize>c << 2), a * scale);
  }
}

/**
 * args: indptr, indices, values|0, x, width, out, outStride (floats), rows|0, mean, count, panel. Units are blocks of 64 output
 * rows, panel of columns by panel: what a panel reads of X stays in the second-level cache from one row to the next.
 */
export function spmm(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args);
  const indices = <usize>load<u32>(args, 4);
  const values = <usize>load<u32>(args, 8);
  const x = <usize>load<u32>(args, 12);
  const width = load<i32>(args, 16);
  const out = <usize>load<u32>(args, 20);
  const stride = <usize>load<u32>(args, 24);
  const rows = <usize>load<u32>(args, 28);
  const mean = load<i32>(args, 32);
  const count = load<i32>(args, 36);
  const panel = load<i32>(args, 40);
  const blocks = (count + 63) >> 6;
  const rowBytes = <usize>width << 2;
  for (let unit = begin; unit < end; unit++) {
    const column = (unit / blocks) * panel;
    const first = (unit % blocks) << 6;
    const last = min(count, first + 64);
    const columns = min(panel, width - column);
    const shift = <usize>column << 2;
    for (let i = first; i < last; i++) {
      const r = rows ? load<i32>(rows + (<usize>i << 2)) : i;
      const start = load<i32>(indptr + (<usize>r << 2));
      const stop = load<i32>(indptr + (<usize>r << 2), 4);
      const to = out + ((<usize>i * stride) << 2) + shift;
      rowProduct(indices, values, start, stop, x + shift, rowBytes, columns, to, scaleOf(start, stop, mean));
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
        if (stop > start) rowProduct(indices, 0, start, stop, y + shift, rowBytes, columns, to, scaleOf(start, stop, 1));
      }
    }
    for (let r = first; r < last; r++) {
      const start = load<i32>(indptr + (<usize>r << 2));
      const stop = load<i32>(indptr + (<usize>r << 2), 4);
      if (stop > start) normAccumulate(scratch + <usize>(r - first) * rowBytes, width, acc + <usize>r * rowBytes);
    }
  }
}
