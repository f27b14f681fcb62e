// Projection by sign lists, sixteen rows at a time: the rows lie transposed in a scratch that fits the second-level cache,
// so that one index of a list adds four vectors.

// @ts-ignore: decorator
@inline
function indexAt<T>(lists: usize, slot: usize): usize {
  return <usize>load<T>(lists + slot * sizeof<T>()) << 6;
}

function projectBlock<T>(
  lists: usize, counts: usize, capacity: i32, outWidth: i32, transposed: usize, projected: usize,
): void {
  for (let j = 0; j < outWidth; j++) {
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
    const base = <usize>j * <usize>capacity;
    const plus = base + <usize>load<i32>(counts + (<usize>j << 3));
    for (let q = base; q < plus; q++) {
      const cell = transposed + indexAt<T>(lists, q);
      a0 = f32x4.add(a0, v128.load(cell));
      a1 = f32x4.add(a1, v128.load(cell, 16));
      a2 = f32x4.add(a2, v128.load(cell, 32));
      a3 = f32x4.add(a3, v128.load(cell, 48));
    }
    const last = base + <usize>capacity;
    for (let q = last - <usize>load<i32>(counts + (<usize>j << 3), 4); q < last; q++) {
      const cell = transposed + indexAt<T>(lists, q);
      a0 = f32x4.sub(a0, v128.load(cell));
      a1 = f32x4.sub(a1, v128.load(cell, 16));
      a2 = f32x4.sub(a2, v128.load(cell, 32));
      a3 = f32x4.sub(a3, v128.load(cell, 48));
    }
    const to = projected + (<usize>j << 6);
    v128.store(to, a0);
    v128.store(to, a1, 16);
    v128.store(to, a2, 32);
    v128.store(to, a3, 48);
  }
}

/**
 * Units are blocks of sixteen rows. args: numRows, inWidth, outWidth, lists, counts, capacity, wide, x, xStride (floats), out,
 * normalise, scratch, scratchStride (bytes). normalise: out[r] += row / ||row||; otherwise out[r] = row.
 */
export function projectRows(args: usize, begin: i32, end: i32, worker: i32): void {
  const numRows = load<i32>(args);
  const inWidth = load<i32>(args, 4);
  const outWidth = load<i32>(args, 8);
  const lists = <usize>load<u32>(args, 12);
  const counts = <usize>load<u32>(args, 16);
  const capacity = load<i32>(args, 20);
  const wide = load<i32>(args, 24);
  const x = <usize>load<u32>(args, 28);
  const xStride = <usize>load<u32>(args, 32);
  const out = <usize>load<u32>(args, 36);
  const normalise = load<i32>(args, 40);
  const scratch = <usize>load<u32>(args, 44) + <usize>worker * <usize>load<u32>(args, 48);
  const transposed = scratch;
  const projected = transposed + (<usize>inWidth << 6);
  const inverses = projected + (<usize>outWidth << 6);
  for (let block = begin; block < end; block++) {
    const first = block << 4;
    const count = min(16, numRows - first);
    for (let i = 0; i < 16; i++) {
      const column = transposed + (<usize>i << 2);
      if (i >= count) {
        for (let c = 0; c < inWidth; c++) store<f32>(column + (<usize>c << 6), 0);
        continue;
      }
      const row = x + ((<usize>(first + i) * xStride) << 2);
      for (let c = 0; c < inWidth; c++) store<f32>(column + (<usize>c << 6), load<f32>(row + (<usize>c << 2)));
    }
    if (wide) projectBlock<u32>(lists, counts, capacity, outWidth, transposed, projected);
    else projectBlock<u16>(lists, counts, capacity, outWidth, transposed, projected);
    if (normalise) {
      let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
      for (let j = 0; j < outWidth; j++) {
        const at = projected + (<usize>j << 6);
        const v0 = v128.load(at), v1 = v128.load(at, 16), v2 = v128.load(at, 32), v3 = v128.load(at, 48);
        s0 = f32x4.add(s0, f32x4.mul(v0, v0));
        s1 = f32x4.add(s1, f32x4.mul(v1, v1));
        s2 = f32x4.add(s2, f32x4.mul(v2, v2));
        s3 = f32x4.add(s3, f32x4.mul(v3, v3));
      }
      const one = f32x4.splat(1), tiny = f32x4.splat(<f32>1e-12);
      v128.store(inverses, f32x4.div(one, f32x4.max(f32x4.sqrt(s0), tiny)));
      v128.store(inverses, f32x4.div(one, f32x4.max(f32x4.sqrt(s1), tiny)), 16);
      v128.store(inverses, f32x4.div(one, f32x4.max(f32x4.sqrt(s2), tiny)), 32);
      v128.store(inverses, f32x4.div(one, f32x4.max(f32x4.sqrt(s3), tiny)), 48);
    }
    for (let i = 0; i < count; i++) {
      const inverse: f32 = normalise ? load<f32>(inverses + (<usize>i << 2)) : <f32>1.0;
      const to = out + ((<usize>(first + i) * <usize>outWidth) << 2);
      const from = projected + (<usize>i << 2);
      if (normalise) {
        for (let j = 0; j < outWidth; j++) {
          const cell = to + (<usize>j << 2);
          store<f32>(cell, load<f32>(cell) + load<f32>(from + (<usize>j << 6)) * inverse);
        }
      } else {
        for (let j = 0; j < outWidth; j++) store<f32>(to + (<usize>j << 2), load<f32>(from + (<usize>j << 6)));
      }
    }
  }
}

/**
 * out = X W for sparse X and sign lists by input row. args: xIndptr, xIndices, xValues, outWidth, wIndptr, wColumns
 * (column << 1 | minus), out. Units are rows.
 */
export function sparseProject(args: usize, begin: i32, end: i32, worker: i32): void {
  const xIndptr = <usize>load<u32>(args);
  const xIndices = <usize>load<u32>(args, 4);
  const xValues = <usize>load<u32>(args, 8);
  const outWidth = load<i32>(args, 12);
  const wIndptr = <usize>load<u32>(args, 16);
  const wColumns = <usize>load<u32>(args, 20);
  const out = <usize>load<u32>(args, 24);
  for (let r = begin; r < end; r++) {
    const to = out + ((<usize>r * <usize>outWidth) << 2);
    memory.fill(to, 0, <usize>outWidth << 2);
    const stop = load<i32>(xIndptr + (<usize>r << 2), 4);
    for (let e = load<i32>(xIndptr + (<usize>r << 2)); e < stop; e++) {
      const value = load<f32>(xValues + (<usize>e << 2));
      const input = wIndptr + (<usize>load<u32>(xIndices + (<usize>e << 2)) << 2);
      const last = load<i32>(input, 4);
      for (let q = load<i32>(input); q < last; q++) {
        const code = load<u32>(wColumns + (<usize>q << 2));
        const cell = to + (<usize>(code >> 1) << 2);
        store<f32>(cell, load<f32>(cell) + (code & 1 ? -value : value));
      }
    }
  }
}
