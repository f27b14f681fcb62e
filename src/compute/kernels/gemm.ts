import { type Placement, placed } from '../threads/placed.js';
import { getPool, type Pool } from '../threads/pool.js';

export interface GemmOptions {
  transposeA?: boolean;
  transposeB?: boolean;
  /** Added to every row of the result, length n. */
  bias?: Float32Array;
  /** Where to write, in or outside the arena; default a new array. */
  out?: Float32Array;
  pool?: Pool;
}

/** Panels a block of the result holds: 16 x 6 rows and 16 x 8 columns keep both sides of a product in the second-level cache. */
const rowPanels = 16;
const columnPanels = 16;

/**
 * C [m, n] = op(A) [m, k] op(B) [k, n] (+ bias), row-major float32. Transposed sides are stored as [k, m] and [n, k].
 * Packed, blocked, threaded; the same bits for any number of threads. O(m n k).
 */
export function gemm(
  a: Float32Array,
  b: Float32Array,
  m: number,
  n: number,
  k: number,
  options: GemmOptions = {},
): Float32Array {
  const { pool = getPool() } = options;
  const out = options.out ?? new Float32Array(m * n);
  if (m === 0 || n === 0) return out;
  if (k === 0) {
    for (let i = 0; i < m * n; i++) out[i] = options.bias ? options.bias[i % n]! : 0;
    return out;
  }
  placed(pool.arena, (place) => {
    const inside = pool.arena.owns(out);
    const target = inside ? out.byteOffset : place.block(m * n * 4);
    multiply(pool, place, a, b, m, n, k, target, options);
    if (!inside) out.set(pool.arena.float32(target, m * n));
  });
  return out;
}

function multiply(
  pool: Pool,
  place: Placement,
  a: Float32Array,
  b: Float32Array,
  m: number,
  n: number,
  k: number,
  target: number,
  { transposeA = false, transposeB = false, bias }: GemmOptions,
): void {
  const panelsA = Math.ceil(m / 6);
  const panelsB = Math.ceil(n / 8);
  const packedA = place.block(panelsA * 6 * k * 4);
  const packedB = place.block(panelsB * 8 * k * 4);
  pool.run('packA', [place.of(a), transposeA ? m : k, transposeA ? 1 : 0, m, k, packedA], panelsA, transposeA ? 16 : 4);
  pool.run('packB', [place.of(b), transposeB ? k : n, transposeB ? 1 : 0, n, k, packedB], panelsB, 4);
  let biasAt = 0;
  if (bias) {
    biasAt = place.block(panelsB * 32);
    pool.arena
      .float32(biasAt, panelsB * 8)
      .fill(0)
      .set(bias);
  }
  const columnBlocks = Math.ceil(panelsB / columnPanels);
  const blocks = Math.ceil(panelsA / rowPanels) * columnBlocks;
  const scratch = place.block(256 * pool.threads);
  pool.run(
    'gemmTile',
    [packedA, packedB, m, n, k, target, biasAt, rowPanels, columnPanels, columnBlocks, scratch],
    blocks,
    1,
  );
}

/** The plain triple loop that {@link gemm} is compared with, in float64. */
export function gemmReference(
  a: Float32Array,
  b: Float32Array,
  m: number,
  n: number,
  k: number,
  { transposeA = false, transposeB = false, bias }: GemmOptions = {},
): Float64Array {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = bias ? bias[j]! : 0;
      for (let p = 0; p < k; p++)
        sum += a[transposeA ? p * m + i : i * k + p]! * b[transposeB ? j * k + p : p * n + j]!;
      out[i * n + j] = sum;
    }
  }
  return out;
}
