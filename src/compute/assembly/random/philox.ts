// Philox4x32-10 in bulk (Salmon et al., SC 2011): the words of src/core/random.ts, four blocks at a time.

// @ts-ignore: decorator
@inline
function highs(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7);
}

// @ts-ignore: decorator
@inline
function lows(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 0, 2, 4, 6);
}

/** Four blocks of words, those of counters `block` .. `block + 3`, in the order of the stream. */
// @ts-ignore: decorator
@inline
function sixteenWords(block: u64, k0: u32, k1: u32, n0: u32, n1: u32, to: usize): void {
  const m0 = i32x4.splat(0xd2511f53), m1 = i32x4.splat(0xcd9e8d57);
  let c0 = i32x4.splat(<i32>block);
  c0 = i32x4.add(c0, i32x4(0, 1, 2, 3));
  let c1 = i32x4.splat(<i32>(block >> 32));
  // The upper word of a counter goes up where the lower one has wrapped.
  c1 = i32x4.sub(c1, i32x4.lt_u(c0, i32x4.splat(<i32>block)));
  let c2 = i32x4.splat(<i32>n0), c3 = i32x4.splat(<i32>n1);
  for (let round = 0; round < 10; round++) {
    const a = i64x2.extmul_low_i32x4_u(c0, m0), b = i64x2.extmul_high_i32x4_u(c0, m0);
    const c = i64x2.extmul_low_i32x4_u(c2, m1), d = i64x2.extmul_high_i32x4_u(c2, m1);
    const next0 = v128.xor(v128.xor(highs(c, d), c1), i32x4.splat(<i32>k0));
    const next2 = v128.xor(v128.xor(highs(a, b), c3), i32x4.splat(<i32>k1));
    c1 = lows(c, d);
    c3 = lows(a, b);
    c0 = next0;
    c2 = next2;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  const p = v128.shuffle<i32>(c0, c1, 0, 4, 1, 5), q = v128.shuffle<i32>(c2, c3, 0, 4, 1, 5);
  const r = v128.shuffle<i32>(c0, c1, 2, 6, 3, 7), s = v128.shuffle<i32>(c2, c3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i32>(p, q, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<i32>(p, q, 2, 3, 6, 7), 16);
  v128.store(to, v128.shuffle<i32>(r, s, 0, 1, 4, 5), 32);
  v128.store(to, v128.shuffle<i32>(r, s, 2, 3, 6, 7), 48);
}

/**
 * Words `first` .. `first + n - 1` of a stream, for which `to` has room for 20 more. Returns where the first one lies. `stream`
 * points at key and nonce, two words each.
 */
export function streamWords(stream: usize, first: u64, n: i32, to: usize): usize {
  const k0 = load<u32>(stream), k1 = load<u32>(stream, 4), n0 = load<u32>(stream, 8), n1 = load<u32>(stream, 12);
  const skipped = <i32>(first & 3);
  let block = first >> 2;
  for (let i = 0; i < n + skipped; i += 16, block += 4) sixteenWords(block, k0, k1, n0, n1, to + (<usize>i << 2));
  return to + (<usize>skipped << 2);
}
