// One output row of a product of a CSR matrix and dense rows of 16-bit values; see spmm-row.ts.
import { decode, even, evens, halfScale, odd, odds, storePair } from './half';
import { addTerm } from './madd';

/** Before the weight comes to it: a weight times the scale of f16 could leave the range of float32. */
// @ts-ignore: decorator
@inline
function scaled(x: v128, one: v128, f16: bool): v128 {
  return f16 ? f32x4.mul(one, x) : x;
}

/** Sums of 8, 16 or 24 columns, as `sumColumns` of spmm-row.ts. */
// @ts-ignore: decorator
@inline
function sumHalf(
  columns: i32, indices: usize, values: usize, start: i32, stop: i32, x: usize, rowBytes: usize, out: usize, s: v128,
  weighted: bool, resume: bool, f16: bool,
): void {
  let a0 = resume ? evens(v128.load(out), v128.load(out, 16)) : f32x4.splat(0);
  let a1 = resume ? odds(v128.load(out), v128.load(out, 16)) : f32x4.splat(0);
  let a2 = resume && columns >= 16 ? evens(v128.load(out, 32), v128.load(out, 48)) : f32x4.splat(0);
  let a3 = resume && columns >= 16 ? odds(v128.load(out, 32), v128.load(out, 48)) : f32x4.splat(0);
  let a4 = resume && columns >= 24 ? evens(v128.load(out, 64), v128.load(out, 80)) : f32x4.splat(0);
  let a5 = resume && columns >= 24 ? odds(v128.load(out, 64), v128.load(out, 80)) : f32x4.splat(0);
  const one = f32x4.splat(halfScale(f16));
  for (let e = <usize>start << 2; e < <usize>stop << 2; e += 4) {
    const row = x + <usize>load<u32>(indices + e) * rowBytes;
    const w = weighted ? v128.load32_splat(values + e) : s;
    const h = v128.load(row);
    a0 = addTerm(a0, scaled(even(h, f16), one, f16), w, weighted);
    a1 = addTerm(a1, scaled(odd(h, f16), one, f16), w, weighted);
    if (columns >= 16) {
      const h = v128.load(row, 16);
      a2 = addTerm(a2, scaled(even(h, f16), one, f16), w, weighted);
      a3 = addTerm(a3, scaled(odd(h, f16), one, f16), w, weighted);
    }
    if (columns >= 24) {
      const h = v128.load(row, 32);
      a4 = addTerm(a4, scaled(even(h, f16), one, f16), w, weighted);
      a5 = addTerm(a5, scaled(odd(h, f16), one, f16), w, weighted);
    }
  }
  storePair(out, a0, a1, s);
  if (columns >= 16) storePair(out + 32, a2, a3, s);
  if (columns >= 24) storePair(out + 64, a4, a5, s);
}

// @ts-ignore: decorator
@inline
function halfSums(
  indices: usize, values: usize, start: i32, stop: i32, x: usize, rowBytes: usize, width: i32, out: usize, scale: f32,
  weighted: bool, resume: bool, f16: bool,
): void {
  const s = f32x4.splat(scale);
  let c: i32 = 0;
  // What is left of 32 goes in two sixteens rather than in 24 and 8.
  for (; c + 24 <= width && width - c != 32; c += 24) {
    const at = <usize>c << 1;
    sumHalf(24, indices, values, start, stop, x + at, rowBytes, out + (at << 1), s, weighted, resume, f16);
  }
  for (; c + 16 <= width; c += 16) {
    const at = <usize>c << 1;
    sumHalf(16, indices, values, start, stop, x + at, rowBytes, out + (at << 1), s, weighted, resume, f16);
  }
  for (; c + 8 <= width; c += 8) {
    const at = <usize>c << 1;
    sumHalf(8, indices, values, start, stop, x + at, rowBytes, out + (at << 1), s, weighted, resume, f16);
  }
  for (; c < width; c++) {
    const to = out + (<usize>c << 2);
    let a = resume ? v128.load32_zero(to) : f32x4.splat(0);
    const base = x + (<usize>c << 1);
    for (let e = <usize>start << 2; e < <usize>stop << 2; e += 4) {
      const v = f32x4.splat(decode(load<u16>(base + <usize>load<u32>(indices + e) * rowBytes), f16));
      a = addTerm(a, v, weighted ? v128.load32_splat(values + e) : s, weighted);
    }
    v128.store_lane<f32>(to, f32x4.mul(a, s), 0);
  }
}

/** As `rowProduct` of spmm-row.ts. */
export function bf16Row(
  indices: usize, values: usize, start: i32, stop: i32, x: usize, rowBytes: usize, width: i32, out: usize, scale: f32, resume: i32,
): void {
  if (resume) {
    if (values) halfSums(indices, values, start, stop, x, rowBytes, width, out, scale, true, true, false);
    else halfSums(indices, values, start, stop, x, rowBytes, width, out, scale, false, true, false);
  } else if (values) halfSums(indices, values, start, stop, x, rowBytes, width, out, scale, true, false, false);
  else halfSums(indices, values, start, stop, x, rowBytes, width, out, scale, false, false, false);
}

export function f16Row(
  indices: usize, values: usize, start: i32, stop: i32, x: usize, rowBytes: usize, width: i32, out: usize, scale: f32, resume: i32,
): void {
  if (resume) {
    if (values) halfSums(indices, values, start, stop, x, rowBytes, width, out, scale, true, true, true);
    else halfSums(indices, values, start, stop, x, rowBytes, width, out, scale, false, true, true);
  } else if (values) halfSums(indices, values, start, stop, x, rowBytes, width, out, scale, true, false, true);
  else halfSums(indices, values, start, stop, x, rowBytes, width, out, scale, false, false, true);
}
