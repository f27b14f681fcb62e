// Packing for the matrix product: the left factor in panels of four rows, [depth][4], the right one in panels of sixteen
// columns, [depth][16], both with a row of zeros behind an odd depth. What is packed is a sum of up to four blocks of the
// matrix, each with a sign, as fast algorithms want it (Huang et al., SC 2016); the plain one has a single block.

// @ts-ignore: decorator
@inline
function put(to: usize, value: v128, sign: v128, add: bool): void {
  const signed = v128.xor(value, sign);
  v128.store(to, add ? f32x4.add(v128.load(to), signed) : signed);
}

// @ts-ignore: decorator
@inline
function putOne(to: usize, value: f32, sign: v128, add: bool): void {
  const signed = f32x4.extract_lane(v128.xor(f32x4.splat(value), sign), 0);
  store<f32>(to, add ? load<f32>(to) + signed : signed);
}

/** Rows of sixteen columns of a row-major matrix, in fours `apart` bytes from each other; columns that are missing are zero. */
// @ts-ignore: decorator
@inline
function lines(from: usize, stride: usize, depth: i32, columns: i32, to: usize, step: usize, apart: usize, sign: v128, add: bool): void {
  if (columns >= 16) {
    const second = to + apart;
    const third = second + apart;
    const fourth = third + apart;
    const length = <usize>depth * step;
    for (let k: usize = 0; k < length; k += step) {
      put(to + k, v128.load(from), sign, add);
      put(second + k, v128.load(from, 16), sign, add);
      put(third + k, v128.load(from, 32), sign, add);
      put(fourth + k, v128.load(from, 48), sign, add);
      from += stride;
    }
    return;
  }
  for (let k = 0; k < depth; k++) {
    for (let j = 0; j < 16; j++) {
      const target = to + <usize>(j >> 2) * apart + (<usize>(j & 3) << 2);
      putOne(target, j < columns ? load<f32>(from + (<usize>j << 2)) : 0, sign, add);
    }
    from += stride;
    to += step;
  }
}

/** Four rows (fewer: the rest zero) of contiguous values: value k of row i goes to `to + k step + 4 i`. */
// @ts-ignore: decorator
@inline
function transposed(from: usize, stride: usize, depth: i32, rows: i32, to: usize, step: usize, sign: v128, add: bool): void {
  let k = 0;
  if (rows >= 4) {
    for (; k + 4 <= depth; k += 4) {
      const r0 = v128.load(from);
      const r1 = v128.load(from + stride);
      const r2 = v128.load(from + (stride << 1));
      const r3 = v128.load(from + (stride << 1) + stride);
      const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      put(to, v128.shuffle<f32>(a, b, 0, 1, 4, 5), sign, add);
      put(to + step, v128.shuffle<f32>(a, b, 2, 3, 6, 7), sign, add);
      put(to + (step << 1), v128.shuffle<f32>(c, d, 0, 1, 4, 5), sign, add);
      put(to + (step << 1) + step, v128.shuffle<f32>(c, d, 2, 3, 6, 7), sign, add);
      from += 16;
      to += step << 2;
    }
  }
  for (; k < depth; k++) {
    for (let i = 0; i < 4; i++) {
      putOne(to + (<usize>i << 2), i < rows ? load<f32>(from + <usize>i * stride) : 0, sign, add);
    }
    from += 4;
    to += step;
  }
}

/** Two copies of the loops, for the first operand and for those that are added to it. */
function linesOf(from: usize, stride: usize, depth: i32, columns: i32, to: usize, step: usize, apart: usize, sign: v128, add: bool): void {
  if (add) lines(from, stride, depth, columns, to, step, apart, sign, true);
  else lines(from, stride, depth, columns, to, step, apart, sign, false);
}

function transposedOf(from: usize, stride: usize, depth: i32, rows: i32, to: usize, step: usize, sign: v128, add: bool): void {
  if (add) transposed(from, stride, depth, rows, to, step, sign, true);
  else transposed(from, stride, depth, rows, to, step, sign, false);
}

/**
 * Packs the right factors of `products` products. args: table, products, stride (bytes between rows), K, N, transposed,
 * packed, bytes of one product. A unit is eight rows of K of one product, or where `transposed` ([N, K] in memory) a panel.
 */
export function packRight(args: usize, begin: i32, end: i32, worker: i32): void {
  const table = <usize>load<u32>(args);
  const stride = <usize>load<u32>(args, 8);
  const K = load<i32>(args, 12);
  const N = load<i32>(args, 16);
  const flipped = load<i32>(args, 20);
  const panels = (N + 15) >> 4;
  const groups = flipped ? panels : (K + 7) >> 3;
  const panelBytes = <usize>((K + 1) & ~1) << 6;
  for (let unit = begin; unit < end; unit++) {
    const group = unit % groups;
    const product = <usize>(unit / groups);
    const operands = table + (product << 7) + 36;
    const packed = <usize>load<u32>(args, 24) + product * <usize>load<u32>(args, 28);
    const count = load<i32>(operands);
    for (let t = 0; t < count; t++) {
      const b = <usize>load<u32>(operands + (<usize>t << 3), 4);
      const sign = i32x4.splat(load<i32>(operands + (<usize>t << 3), 8));
      if (flipped) {
        const to = packed + <usize>group * panelBytes;
        for (let q = 0; q < 4; q++) {
          const first = (group << 4) + (q << 2);
          transposedOf(b + <usize>first * stride, stride, K, N - first, to + (<usize>q << 4), 64, sign, t > 0);
        }
      } else {
        const k = group << 3;
        const from = b + <usize>k * stride;
        for (let p = 0; p < panels; p++) {
          const to = packed + <usize>p * panelBytes + (<usize>k << 6);
          linesOf(from + (<usize>p << 6), stride, min(8, K - k), N - (p << 4), to, 64, 16, sign, t > 0);
        }
      }
    }
    if (K & 1 && flipped) memory.fill(packed + <usize>(group + 1) * panelBytes - 64, 0, 64);
    else if (K & 1 && group == groups - 1) {
      for (let p = 1; p <= panels; p++) memory.fill(packed + <usize>p * panelBytes - 64, 0, 64);
    }
  }
}

/** Packs the sum of the blocks in `operands` of a left factor: `rows` rows from m0, `depth` values from k0. */
export function packLeft(operands: usize, stride: usize, flipped: i32, m0: i32, rows: i32, k0: i32, depth: i32, to: usize): void {
  const panel = <usize>((depth + 1) & ~1) << 4;
  const count = load<i32>(operands);
  for (let t = 0; t < count; t++) {
    const a = <usize>load<u32>(operands + (<usize>t << 3), 4);
    const sign = i32x4.splat(load<i32>(operands + (<usize>t << 3), 8));
    if (flipped) {
      const from = a + <usize>k0 * stride + (<usize>m0 << 2);
      for (let m = 0; m < rows; m += 16) {
        linesOf(from + (<usize>m << 2), stride, depth, rows - m, to + <usize>(m >> 2) * panel, 16, panel, sign, t > 0);
      }
    } else {
      const from = a + <usize>m0 * stride + (<usize>k0 << 2);
      for (let m = 0; m < rows; m += 4) {
        transposedOf(from + <usize>m * stride, stride, depth, rows - m, to + <usize>(m >> 2) * panel, 16, sign, t > 0);
      }
    }
  }
  if (depth & 1) for (let m = 4; m < rows + 4; m += 4) memory.fill(to + <usize>(m >> 2) * panel - 16, 0, 16);
}
