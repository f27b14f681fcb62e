// Single-precision matrix product, after Goto and van de Geijn (ACM TOMS 34, 2008): packed panels, 2 x 16 sums in
// registers. An output tile is the work of one thread and sums in one fixed order, so threads do not change bits.
import { packLeft } from './gemm-pack';
import { addTile, tile2x16, tile4x8 } from './gemm-tile';

/** Adds one tile to up to four places of the output. `start`: its first pass over k, which takes the place's base. */
// @ts-ignore: decorator
@inline
function addToTargets(targets: usize, tile: usize, offset: usize, n: i32, stride: usize, rows: i32, columns: i32, start: bool): void {
  const count = load<i32>(targets);
  for (let t = 0; t < count; t++) {
    const target = targets + <usize>(t * 12);
    let base: usize = 0;
    if (start) {
      base = <usize>load<u32>(target, 12);
      if (base == 1) base = tile + 256;
      else if (base) base += <usize>n << 2;
    }
    addTile(tile, <usize>load<u32>(target, 4) + offset, stride, rows, columns, i32x4.splat(load<i32>(target, 8)), base);
  }
}

/**
 * For every product of the table: sum of blocks of A, [M, K], times the packed sum of blocks of B, [K, N], added with signs to
 * blocks of C. args: table, products, packed, bytes of one packed factor, strideA (bytes), transposedA, strideC (bytes),
 * M, N, K, scratch, scratchStride, tile rows (multiple of 16), tile columns (of 16), depth of a pass (even), products of a unit (all,
 * where several add to the same block). Units are tiles of a block, row by row, for the first products, then for the next; a record is 32 words: operands of A (count, four of address, sign), of B, and of C (count, four of
 * address, sign, base: 0 to add to what is there, 1 to start from zero, or where a row of bias lies). Scratch holds (depth of a pass) *
 * (tile rows) floats, a 4 x 16 tile and sixteen zeros.
 */
export function gemm(args: usize, begin: i32, end: i32, worker: i32): void {
  const table = <usize>load<u32>(args);
  const products = load<i32>(args, 4);
  const factorBytes = <usize>load<u32>(args, 12);
  const strideA = <usize>load<u32>(args, 16);
  const flipped = load<i32>(args, 20);
  const stride = <usize>load<u32>(args, 24);
  const M = load<i32>(args, 28);
  const N = load<i32>(args, 32);
  const K = load<i32>(args, 36);
  const scratch = <usize>load<u32>(args, 40) + <usize>worker * <usize>load<u32>(args, 44);
  const MC = load<i32>(args, 48);
  const NC = load<i32>(args, 52);
  const KC = load<i32>(args, 56);
  const together = load<i32>(args, 60);
  const across = (N + NC - 1) / NC;
  const tiles = across * ((M + MC - 1) / MC);
  const tile = scratch + ((<usize>KC * <usize>MC) << 2);
  memory.fill(tile + 256, 0, 64);
  const panelBytes = <usize>((K + 1) & ~1) << 6;
  for (let unit = begin; unit < end; unit++) {
    const t = unit % tiles;
    const from = (unit / tiles) * together;
    const m0 = (t / across) * MC;
    const n0 = (t % across) * NC;
    const m1 = min(m0 + MC, M);
    const n1 = min(n0 + NC, N);
    for (let p = from; p < min(products, from + together); p++) {
      const record = table + (<usize>p << 7);
      const packed = <usize>load<u32>(args, 8) + <usize>p * factorBytes;
      for (let k0 = 0; k0 < K; k0 += KC) {
        const depth = (min(KC, K - k0) + 1) & ~1;
        packLeft(record, strideA, flipped, m0, m1 - m0, k0, min(KC, K - k0), scratch);
        for (let n = n0; n < n1; n += 16) {
          const panel = packed + <usize>(n >> 4) * panelBytes + (<usize>k0 << 6);
          const columns = min(16, N - n);
          let left = scratch;
          for (let m = m0; m < m1; m += 4) {
            if (columns > 8) {
              tile2x16(left, panel, depth, tile);
              tile2x16(left + 8, panel, depth, tile + 128);
            } else tile4x8(left, panel, depth, tile);
            const offset = <usize>m * stride + (<usize>n << 2);
            addToTargets(record + 72, tile, offset, n, stride, min(4, M - m), columns, k0 == 0);
            left += <usize>depth << 4;
          }
        }
      }
    }
  }
}
