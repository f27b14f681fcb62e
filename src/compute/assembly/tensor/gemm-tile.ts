// The inner loops of the matrix product and what is done with their results.
import { madd } from '../madd';

/**
 * tile [2, 16] = two rows of a panel [depth][4] times a panel [depth][16]; depth is even. Written for what V8 makes of it:
 * eight sums, four values of B and two spare fit its fifteen registers; the first two steps come before the loop, so that
 * addresses of splats, which x64 code does not fold, are made there once; and a branch that is never taken keeps
 * the two steps of the loop apart, whose loads would otherwise come first and push sums out of the registers.
 */
export function tile2x16(a: usize, b: usize, depth: i32, to: usize): void {
  let s = v128.load32_splat(a);
  let b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
  let c0 = f32x4.mul(s, b0), c1 = f32x4.mul(s, b1), c2 = f32x4.mul(s, b2), c3 = f32x4.mul(s, b3);
  s = v128.load32_splat(a, 4);
  let d0 = f32x4.mul(s, b0), d1 = f32x4.mul(s, b1), d2 = f32x4.mul(s, b2), d3 = f32x4.mul(s, b3);
  b0 = v128.load(b, 64), b1 = v128.load(b, 80), b2 = v128.load(b, 96), b3 = v128.load(b, 112);
  s = v128.load32_splat(a, 16);
  c0 = madd(s, b0, c0);
  c1 = madd(s, b1, c1);
  c2 = madd(s, b2, c2);
  c3 = madd(s, b3, c3);
  s = v128.load32_splat(a, 20);
  d0 = madd(s, b0, d0);
  d1 = madd(s, b1, d1);
  d2 = madd(s, b2, d2);
  d3 = madd(s, b3, d3);
  const end = a + (<usize>depth << 4);
  a += 32;
  b += 128;
  while (true) {
    if (a >= end) break;
    b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
    s = v128.load32_splat(a);
    c0 = madd(s, b0, c0);
    c1 = madd(s, b1, c1);
    c2 = madd(s, b2, c2);
    c3 = madd(s, b3, c3);
    s = v128.load32_splat(a, 4);
    d0 = madd(s, b0, d0);
    d1 = madd(s, b1, d1);
    d2 = madd(s, b2, d2);
    d3 = madd(s, b3, d3);
    if (a + 16 >= end) break;
    b0 = v128.load(b, 64), b1 = v128.load(b, 80), b2 = v128.load(b, 96), b3 = v128.load(b, 112);
    s = v128.load32_splat(a, 16);
    c0 = madd(s, b0, c0);
    c1 = madd(s, b1, c1);
    c2 = madd(s, b2, c2);
    c3 = madd(s, b3, c3);
    s = v128.load32_splat(a, 20);
    d0 = madd(s, b0, d0);
    d1 = madd(s, b1, d1);
    d2 = madd(s, b2, d2);
    d3 = madd(s, b3, d3);
    a += 32;
    b += 128;
  }
  v128.store(to, c0);
  v128.store(to, c1, 16);
  v128.store(to, c2, 32);
  v128.store(to, c3, 48);
  v128.store(to, d0, 64);
  v128.store(to, d1, 80);
  v128.store(to, d2, 96);
  v128.store(to, d3, 112);
}

/** The first eight columns of four rows of a tile [4, 16], where a panel has no more. */
export function tile4x8(a: usize, b: usize, depth: i32, to: usize): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  const end = a + (<usize>depth << 4);
  while (a < end) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load32_splat(a, 4);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load32_splat(a, 8);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load32_splat(a, 12);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);
    a += 16;
    b += 64;
  }
  v128.store(to, c00);
  v128.store(to, c01, 16);
  v128.store(to, c10, 64);
  v128.store(to, c11, 80);
  v128.store(to, c20, 128);
  v128.store(to, c21, 144);
  v128.store(to, c30, 192);
  v128.store(to, c31, 208);
}

// @ts-ignore: decorator
@inline
function addLine(tile: usize, from: usize, to: usize, sign: v128): void {
  v128.store(to, f32x4.add(v128.load(from), v128.xor(v128.load(tile), sign)));
  v128.store(to, f32x4.add(v128.load(from, 16), v128.xor(v128.load(tile, 16), sign)), 16);
  v128.store(to, f32x4.add(v128.load(from, 32), v128.xor(v128.load(tile, 32), sign)), 32);
  v128.store(to, f32x4.add(v128.load(from, 48), v128.xor(v128.load(tile, 48), sign)), 48);
}

/**
 * Adds (subtracts, where `sign` has the sign bits) a tile [4, 16] to rows x columns of the output. base: 0 adds to what
 * is there, an address starts every row from the sixteen values there.
 */
export function addTile(tile: usize, c: usize, stride: usize, rows: i32, columns: i32, sign: v128, base: usize): void {
  if (columns >= 16 && rows >= 4) {
    const down = base ? 0 : stride;
    let from = base ? base : c;
    addLine(tile, from, c, sign);
    addLine(tile + 64, (from += down), (c += stride), sign);
    addLine(tile + 128, (from += down), (c += stride), sign);
    addLine(tile + 192, (from += down), (c += stride), sign);
    return;
  }
  for (let i = 0; i < rows; i++) {
    for (let j: usize = 0; j < <usize>columns << 2; j += 4) {
      const value = f32x4.extract_lane(v128.xor(f32x4.splat(load<f32>(tile + j)), sign), 0);
      store<f32>(c + j, load<f32>((base ? base : c) + j) + value);
    }
    tile += 64;
    c += stride;
  }
}
