import { placed } from '../threads/placed.js';
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
  placed(pool.arena, (place) => {
    const inside = pool.arena.owns(out);
    const target = inside ? out.byteOffset : place.block(m * n * 4);
    multiplyInto(pool, {
      a: place.of(a),
      b: place.of(b),
      out: target,
      m,
      n,
      k,
      transposeA: options.transposeA ?? false,
      transposeB: options.transposeB ?? false,
      bias: options.bias ? place.of(options.bias) : 0,
    });
    if (!inside) out.set(pool.arena.float32(target, m * n));
  });
  return out;
}

/** One product C [m, n] = op(A) op(B) + bias on addresses in the pool's arena. Transposed sides are stored as [k, m], [n, k]. */
export interface MatMul {
  readonly a: number;
  readonly b: number;
  readonly out: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Added to every row, length n; 0 for none. */
  readonly bias: number;
}

/** Depth of a pass over k, as in ../assembly/tensor/gemm.ts. */
const depth = 256;
/** Below this many multiply-adds waking the workers costs more than it brings. */
const worthThreads = 100_000;

/**
 * Packs B once, then hands out tiles of C: 43-46 GFLOP/s a thread on a Zen 5 core in all four forms, about 72 % of what
 * SIMD128 without fused multiply-add can do there. The same bits for any number of threads and any tiling. O(m n k).
 */
export function multiplyInto(pool: Pool, product: MatMul): void {
  const { a, b, out, m, n, k, transposeA, transposeB, bias } = product;
  const { arena } = pool;
  if (m === 0 || n === 0) return;
  if (k === 0) {
    const values = arena.float32(out, m * n).fill(0);
    if (bias) for (let r = 0; r < m; r++) values.set(arena.float32(bias, n), r * n);
    return;
  }
  const panels = Math.ceil(n / 8);
  const packed = arena.alloc(panels * 8 * k * 4);
  const units = transposeB ? panels : Math.ceil(k / 8);
  const alone = m * n * k < worthThreads;
  const grain = alone ? units : Math.ceil(16_384 / (8 * (transposeB ? k : n)));
  const { rows, columns, tiles } = tiling(m, n, pool.threads);
  const scratchBytes = depth * rows * 4 + 256;
  const scratch = arena.alloc(scratchBytes * pool.threads);
  try {
    pool.run('packRight', [b, k, n, transposeB ? 1 : 0, packed], units, grain);
    const args = [a, transposeA ? 1 : 0, packed, out, m, n, k, bias, scratch, scratchBytes, rows, columns];
    pool.run('gemm', args, tiles, alone ? tiles : 1);
  } finally {
    arena.free(scratch);
    arena.free(packed);
  }
}

/** Tiles as large as caches like, but at least four a thread where the product is small. */
function tiling(m: number, n: number, threads: number): { rows: number; columns: number; tiles: number } {
  let rows = 64;
  let columns = 512;
  const tiles = () => Math.ceil(m / rows) * Math.ceil(n / columns);
  while (tiles() < 4 * threads && columns > 128) columns >>= 1;
  while (tiles() < 4 * threads && rows > 16) rows >>= 1;
  return { rows, columns, tiles: tiles() };
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
