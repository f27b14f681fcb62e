// C = op(A) op(B) (+ bias): both sides are packed into panels, then 6 x 8 tiles are accumulated in twelve registers.
// A tile belongs to one thread and adds up k in a fixed order, so threads do not change bits.

const KC: i32 = 256;

/** Panels of six rows of op(A): packed[panel][k][6], zero padded. args: a, ld, transposed, m, k, packed. */
export function packA(args: usize, begin: i32, end: i32, worker: i32): void {
  const a = <usize>load<u32>(args);
  const ld = <usize>load<u32>(args, 4);
  const transposed = load<i32>(args, 8);
  const m = load<i32>(args, 12);
  const k = load<i32>(args, 16);
  const packed = <usize>load<u32>(args, 20);
  const panelBytes = <usize>k * 24;
  if (transposed) {
    // op(A)[i, p] = a[p * ld + i]: walk the rows of memory once for all panels of the chunk.
    for (let p = 0; p < k; p++) {
      const row = a + ((<usize>p * ld) << 2);
      for (let panel = begin; panel < end; panel++) {
        const to = packed + <usize>panel * panelBytes + <usize>p * 24;
        const i0 = panel * 6;
        for (let i = 0; i < 6; i++) {
          store<f32>(to + (<usize>i << 2), i0 + i < m ? load<f32>(row + (<usize>(i0 + i) << 2)) : 0);
        }
      }
    }
    return;
  }
  for (let panel = begin; panel < end; panel++) {
    const to = packed + <usize>panel * panelBytes;
    for (let i = 0; i < 6; i++) {
      const r = panel * 6 + i;
      const row = a + ((<usize>r * ld) << 2);
      const column = to + (<usize>i << 2);
      for (let p = 0; p < k; p++) {
        store<f32>(column + <usize>p * 24, r < m ? load<f32>(row + (<usize>p << 2)) : 0);
      }
    }
  }
}

/** Panels of eight columns of op(B): packed[panel][k][8], zero padded. args: b, ld, transposed, n, k, packed. */
export function packB(args: usize, begin: i32, end: i32, worker: i32): void {
  const b = <usize>load<u32>(args);
  const ld = <usize>load<u32>(args, 4);
  const transposed = load<i32>(args, 8);
  const n = load<i32>(args, 12);
  const k = load<i32>(args, 16);
  const packed = <usize>load<u32>(args, 20);
  const panelBytes = <usize>k << 5;
  for (let panel = begin; panel < end; panel++) {
    const to = packed + <usize>panel * panelBytes;
    const j0 = panel << 3;
    if (transposed) {
      // op(B)[p, j] = b[j * ld + p]
      for (let j = 0; j < 8; j++) {
        const row = b + ((<usize>(j0 + j) * ld) << 2);
        const column = to + (<usize>j << 2);
        for (let p = 0; p < k; p++) {
          store<f32>(column + (<usize>p << 5), j0 + j < n ? load<f32>(row + (<usize>p << 2)) : 0);
        }
      }
    } else if (j0 + 8 <= n) {
      for (let p = 0; p < k; p++) {
        const from = b + ((<usize>p * ld + <usize>j0) << 2);
        v128.store(to + (<usize>p << 5), v128.load(from));
        v128.store(to + (<usize>p << 5), v128.load(from, 16), 16);
      }
    } else {
      for (let p = 0; p < k; p++) {
        for (let j = 0; j < 8; j++) {
          const v: f32 = j0 + j < n ? load<f32>(b + ((<usize>p * ld + <usize>(j0 + j)) << 2)) : 0;
          store<f32>(to + (<usize>p << 5) + (<usize>j << 2), v);
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function keep(c: usize, ld: usize, i: i32, v0: v128, v1: v128, bias: usize, add: i32): void {
  const at = c + ((<usize>i * ld) << 2);
  if (add) {
    v0 = f32x4.add(v0, v128.load(at));
    v1 = f32x4.add(v1, v128.load(at, 16));
  } else if (bias) {
    v0 = f32x4.add(v0, v128.load(bias));
    v1 = f32x4.add(v1, v128.load(bias, 16));
  }
  v128.store(at, v0);
  v128.store(at, v1, 16);
}

/** c[6, 8] (leading dimension ldc) = or += panelA[k, 6]^T panelB[k, 8]. */
function micro(a: usize, b: usize, k: i32, c: usize, ldc: usize, bias: usize, add: i32): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0), c50 = f32x4.splat(0), c51 = f32x4.splat(0);
  for (let p = 0; p < k; p++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(s, b0));
    c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(s, b0));
    c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(s, b0));
    c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(s, b0));
    c31 = f32x4.add(c31, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 16);
    c40 = f32x4.add(c40, f32x4.mul(s, b0));
    c41 = f32x4.add(c41, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 20);
    c50 = f32x4.add(c50, f32x4.mul(s, b0));
    c51 = f32x4.add(c51, f32x4.mul(s, b1));
    a += 24;
    b += 32;
  }
  keep(c, ldc, 0, c00, c01, bias, add);
  keep(c, ldc, 1, c10, c11, bias, add);
  keep(c, ldc, 2, c20, c21, bias, add);
  keep(c, ldc, 3, c30, c31, bias, add);
  keep(c, ldc, 4, c40, c41, bias, add);
  keep(c, ldc, 5, c50, c51, bias, add);
}

/**
 * Units are blocks of C. args: packedA, packedB, m, n, k, c, bias|0 (padded to 8), rowPanels (panels of six a block),
 * columnPanels (panels of eight a block), columnBlocks, scratch (a tile of 6 x 8 a worker).
 */
export function gemmTile(args: usize, begin: i32, end: i32, worker: i32): void {
  const a = <usize>load<u32>(args);
  const b = <usize>load<u32>(args, 4);
  const m = load<i32>(args, 8);
  const n = load<i32>(args, 12);
  const k = load<i32>(args, 16);
  const c = <usize>load<u32>(args, 20);
  const bias = <usize>load<u32>(args, 24);
  const rowPanels = load<i32>(args, 28);
  const columnPanels = load<i32>(args, 32);
  const columnBlocks = load<i32>(args, 36);
  const tile = <usize>load<u32>(args, 40) + <usize>worker * 256;
  const allRows = (m + 5) / 6, allColumns = (n + 7) >> 3;
  for (let unit = begin; unit < end; unit++) {
    const r0 = (unit / columnBlocks) * rowPanels, r1 = min(r0 + rowPanels, allRows);
    const j0 = (unit % columnBlocks) * columnPanels, j1 = min(j0 + columnPanels, allColumns);
    for (let p = 0; p < k; p += KC) {
      const depth = min(KC, k - p);
      for (let j = j0; j < j1; j++) {
        const panelB = b + ((<usize>j * <usize>k + <usize>p) << 5);
        const biasAt = bias ? bias + (<usize>j << 5) : 0;
        for (let r = r0; r < r1; r++) {
          const panelA = a + (<usize>r * <usize>k + <usize>p) * 24;
          const to = c + ((<usize>(r * 6) * <usize>n + <usize>(j << 3)) << 2);
          if (r * 6 + 6 <= m && (j << 3) + 8 <= n) {
            micro(panelA, panelB, depth, to, <usize>n, biasAt, p > 0 ? 1 : 0);
          } else {
            micro(panelA, panelB, depth, tile, 8, p > 0 ? 0 : biasAt, 0);
            const rows = min(6, m - r * 6), columns = min(8, n - (j << 3));
            for (let i = 0; i < rows; i++) {
              for (let q = 0; q < columns; q++) {
                const cell = to + ((<usize>i * <usize>n + <usize>q) << 2);
                const v = load<f32>(tile + (<usize>((i << 3) + q) << 2));
                store<f32>(cell, p > 0 ? load<f32>(cell) + v : v);
              }
            }
          }
        }
      }
    }
  }
}
