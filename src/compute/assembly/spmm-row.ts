// One output row of a product of a CSR matrix and dense rows.
import { addTerm } from './madd';

// @ts-ignore: decorator
@inline
export function scaleOf(start: i32, stop: i32, mean: i32): f32 {
  return mean && stop > start ? <f32>1.0 / <f32>(stop - start) : <f32>1.0;
}

// Six sums at most stay in registers: with the loads, which the engine's compiler draws together, they fit its fifteen. Eight, two lines
// of the cache, would spill one, and the way through memory halves the speed: there a branch that is never taken (no row lies at 0) keeps
// the loads of the second half from being drawn before the first. Four entries at a time with the sums in the output row were slower by a
// fifth.

/** Sums of 8, 16, 24 or 32 columns: `columns` is a constant where this is called, and what it does not need is left out. */
// @ts-ignore: decorator
@inline
function sumColumns(
  columns: i32, indices: usize, values: usize, start: i32, stop: i32, x: usize, rowBytes: usize, out: usize, s: v128,
  weighted: bool, resume: bool,
): void {
  let a0 = resume ? v128.load(out) : f32x4.splat(0);
  let a1 = resume ? v128.load(out, 16) : f32x4.splat(0);
  let a2 = resume && columns >= 16 ? v128.load(out, 32) : f32x4.splat(0);
  let a3 = resume && columns >= 16 ? v128.load(out, 48) : f32x4.splat(0);
  let a4 = resume && columns >= 24 ? v128.load(out, 64) : f32x4.splat(0);
  let a5 = resume && columns >= 24 ? v128.load(out, 80) : f32x4.splat(0);
  let a6 = resume && columns >= 32 ? v128.load(out, 96) : f32x4.splat(0);
  let a7 = resume && columns >= 32 ? v128.load(out, 112) : f32x4.splat(0);
  for (let e = <usize>start << 2; e < <usize>stop << 2; e += 4) {
    const row = x + <usize>load<u32>(indices + e) * rowBytes;
    const v = weighted ? v128.load32_splat(values + e) : s;
    a0 = addTerm(a0, v128.load(row), v, weighted);
    a1 = addTerm(a1, v128.load(row, 16), v, weighted);
    if (columns >= 16) {
      a2 = addTerm(a2, v128.load(row, 32), v, weighted);
      a3 = addTerm(a3, v128.load(row, 48), v, weighted);
    }
    if (columns >= 32 && row == 0) break;
    if (columns >= 24) {
      a4 = addTerm(a4, v128.load(row, 64), v, weighted);
      a5 = addTerm(a5, v128.load(row, 80), v, weighted);
    }
    if (columns >= 32) {
      a6 = addTerm(a6, v128.load(row, 96), v, weighted);
      a7 = addTerm(a7, v128.load(row, 112), v, weighted);
    }
  }
  v128.store(out, f32x4.mul(a0, s));
  v128.store(out, f32x4.mul(a1, s), 16);
  if (columns >= 16) {
    v128.store(out, f32x4.mul(a2, s), 32);
    v128.store(out, f32x4.mul(a3, s), 48);
  }
  if (columns >= 24) {
    v128.store(out, f32x4.mul(a4, s), 64);
    v128.store(out, f32x4.mul(a5, s), 80);
  }
  if (columns >= 32) {
    v128.store(out, f32x4.mul(a6, s), 96);
    v128.store(out, f32x4.mul(a7, s), 112);
  }
}

// @ts-ignore: decorator
@inline
function rowSums(
  indices: usize, values: usize, start: i32, stop: i32, x: usize, rowBytes: usize, width: i32, out: usize, scale: f32,
  weighted: bool, resume: bool,
): void {
  const s = f32x4.splat(scale);
  let c: i32 = 0;
  for (; c + 32 <= width; c += 32) {
    const at = <usize>c << 2;
    sumColumns(32, indices, values, start, stop, x + at, rowBytes, out + at, s, weighted, resume);
  }
  if (c + 24 <= width) {
    const at = <usize>c << 2;
    sumColumns(24, indices, values, start, stop, x + at, rowBytes, out + at, s, weighted, resume);
    c += 24;
  }
  for (; c + 16 <= width; c += 16) {
    const at = <usize>c << 2;
    sumColumns(16, indices, values, start, stop, x + at, rowBytes, out + at, s, weighted, resume);
  }
  for (; c + 8 <= width; c += 8) {
    const at = <usize>c << 2;
    sumColumns(8, indices, values, start, stop, x + at, rowBytes, out + at, s, weighted, resume);
  }
  for (; c < width; c++) {
    const to = out + (<usize>c << 2);
    let a = resume ? v128.load32_zero(to) : f32x4.splat(0);
    const base = x + (<usize>c << 2);
    for (let e = <usize>start << 2; e < <usize>stop << 2; e += 4) {
      const v = v128.load32_zero(base + <usize>load<u32>(indices + e) * rowBytes);
      a = addTerm(a, v, weighted ? v128.load32_zero(values + e) : s, weighted);
    }
    v128.store_lane<f32>(to, f32x4.mul(a, s), 0);
  }
}

/**
 * out = scale * (SUM over entries of (value *) X[column], plus what lies in `out` with resume), entries in their order. Rows of X lie
 * `rowBytes` apart.
 */
export function rowProduct(
  indices: usize, values: usize, start: i32, stop: i32, x: usize, rowBytes: usize, width: i32, out: usize, scale: f32, resume: i32,
): void {
  if (resume) {
    if (values) rowSums(indices, values, start, stop, x, rowBytes, width, out, scale, true, true);
    else rowSums(indices, values, start, stop, x, rowBytes, width, out, scale, false, true);
  } else if (values) rowSums(indices, values, start, stop, x, rowBytes, width, out, scale, true, false);
  else rowSums(indices, values, start, stop, x, rowBytes, width, out, scale, false, false);
}
