// Values of columns as numbers of bins, and gradients as whole numbers, for histograms of boosted trees.

/**
 * out[i] = the first of 256 rising bounds, the last ones infinite, that values[i] does not exceed; `missing` for NaN.
 * args: values (f64), bounds (f64 [256]), out (u8), missing. Units are rows.
 */
export function treeBins(args: usize, begin: i32, end: i32, worker: i32): void {
  const values = <usize>load<u32>(args);
  const bounds = <usize>load<u32>(args, 4);
  const out = <usize>load<u32>(args, 8);
  const missing = load<u32>(args, 12);
  for (let i = <usize>begin; i < <usize>end; i++) {
    const value = load<f64>(values + (i << 3));
    let at: u32 = 0;
    for (let half: u32 = 128; half > 0; half >>= 1) {
      at += load<f64>(bounds + (<usize>(at + half - 1) << 3)) < value ? half : 0;
    }
    store<u8>(out + i, value == value ? at : missing);
  }
}

/** 2^exponent, for exponents of normal numbers. */
// @ts-ignore: decorator
@inline
function power(exponent: i32): f64 {
  return reinterpret<f64>(<i64>(exponent + 1023) << 52);
}

/**
 * A pair of 64-bit whole numbers a row: the gradient times 2^a, and the second derivative times 2^b, shifted by `countBits` above a 1, so
 * that sums of them count rows too. args: gradients (f64), second derivatives (f64), out (i64x2), a, b, countBits. Units are rows.
 */
export function treeQuantise(args: usize, begin: i32, end: i32, worker: i32): void {
  const gradients = <usize>load<u32>(args);
  const seconds = <usize>load<u32>(args, 4);
  const out = <usize>load<u32>(args, 8);
  const a = power(load<i32>(args, 12)), b = power(load<i32>(args, 16));
  const countBits = <i64>load<i32>(args, 20);
  for (let i = <usize>begin; i < <usize>end; i++) {
    const gradient = <i64>nearest<f64>(load<f64>(gradients + (i << 3)) * a);
    const second = <i64>nearest<f64>(load<f64>(seconds + (i << 3)) * b);
    store<i64>(out + (i << 4), gradient);
    store<i64>(out + (i << 4), (second << countBits) + 1, 8);
  }
}

/** Rows a unit of `treeInterleave` has. */
const PIECE: usize = 1024;

/**
 * Bins of columns, one after the other, also row by row, eight columns a word. args: columns [8 words, numRows] of bytes, numRows, words a
 * row, out [numRows, words] of eight bytes. Units are pieces of 1,024 rows.
 */
export function treeInterleave(args: usize, begin: i32, end: i32, worker: i32): void {
  const numRows = <usize>load<u32>(args, 4);
  const words = <usize>load<u32>(args, 8);
  const out = <usize>load<u32>(args, 12);
  for (let piece = <usize>begin; piece < <usize>end; piece++) {
    const last = min((piece + 1) * PIECE, numRows);
    for (let word: usize = 0; word < words; word++) {
      const a = <usize>load<u32>(args) + word * 8 * numRows, b = a + numRows, c = b + numRows, d = c + numRows;
      const e = d + numRows, f = e + numRows, g = f + numRows, h = g + numRows;
      for (let row = piece * PIECE; row < last; row++) {
        const low = <u64>load<u8>(a + row) | (<u64>load<u8>(b + row) << 8) | (<u64>load<u8>(c + row) << 16) | (<u64>load<u8>(d + row) << 24);
        const high = <u64>load<u8>(e + row) | (<u64>load<u8>(f + row) << 8) | (<u64>load<u8>(g + row) << 16) | (<u64>load<u8>(h + row) << 24);
        store<u64>(out + ((row * words + word) << 3), low | (high << 32));
      }
    }
  }
}
