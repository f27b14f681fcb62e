// Values of columns as numbers of bins, and gradients as whole numbers, for histograms of boosted trees.

/**
 * out[i * 4] = the first of 256 rising bounds, the last ones infinite, that values[i] does not exceed; `missing` for NaN.
 * args: values (f64), bounds (f64 [256]), out (a byte of every word), missing. Units are rows.
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
    store<u8>(out + (i << 2), value == value ? at : missing);
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
