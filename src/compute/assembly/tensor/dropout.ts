// Dropout masks from a counter, sixteen at a time. Word l of block c is hash(4c + l; key); its four bytes, from the top
// down, decide elements 16c + l, 16c + 4 + l, 16c + 8 + l and 16c + 12 + l. An element is kept where its byte is below
// the threshold t in 1..256, so with probability t / 256.

/** Four hashes: the finaliser of Ellis ("Prospecting for hash functions", three multiplications) with the key mixed in. */
// @ts-ignore: decorator
@inline
export function randomWords(block: u32, key0: v128, key1: v128): v128 {
  let x = i32x4.add(i32x4.splat(<i32>(block << 2)), i32x4(0, 1, 2, 3));
  x = v128.xor(x, key0);
  x = v128.xor(x, i32x4.shr_u(x, 17));
  x = i32x4.mul(x, i32x4.splat(0xed5ad4bb));
  x = v128.xor(x, i32x4.shr_u(x, 11));
  x = i32x4.mul(i32x4.add(x, key1), i32x4.splat(0xac4c1b51));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.mul(x, i32x4.splat(0x31848bab));
  return v128.xor(x, i32x4.shr_u(x, 14));
}

/** Lanes of all ones where the top byte of the word, read as unsigned, is below the threshold given by `signedLimit`. */
// @ts-ignore: decorator
@inline
export function keepMask(words: v128, limit: v128): v128 {
  return i32x4.lt_s(words, limit);
}

/** Threshold t (1..256) in the form `keepMask` takes; the bytes are read as signed, which permutes them. */
// @ts-ignore: decorator
@inline
export function keepLimit(threshold: i32): v128 {
  return i32x4.splat(threshold >= 256 ? 0x7fffffff : (threshold - 128) << 24);
}
