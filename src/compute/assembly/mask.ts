/** Sixteen random bytes of block `counter` under (k0, k1): two rounds of multiply and xor-shift on four lanes. */
// @ts-ignore: decorator
@inline
export function randomBytes(counter: u32, k0: u32, k1: u32): v128 {
  let x = i32x4.add(i32x4.splat(<i32>(counter * 4)), i32x4(0, 1, 2, 3));
  x = v128.xor(i32x4.mul(x, i32x4.splat(<i32>0x9e3779b1)), i32x4.splat(<i32>k0));
  x = v128.xor(x, i32x4.shr_u(x, 16));
  x = i32x4.mul(x, i32x4.splat(0x7feb352d));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.add(i32x4.mul(x, i32x4.splat(<i32>0x846ca68b)), i32x4.splat(<i32>k1));
  x = v128.xor(x, i32x4.shr_u(x, 16));
  x = i32x4.mul(x, i32x4.splat(0x2c1b3c6d));
  return v128.xor(x, i32x4.shr_u(x, 15));
}

/** 0xff in every byte that is kept: byte < threshold. */
// @ts-ignore: decorator
@inline
export function keptBytes(counter: u32, k0: u32, k1: u32, threshold: i32): v128 {
  return i8x16.lt_u(randomBytes(counter, k0, k1), i8x16.splat(<i8>threshold));
}
