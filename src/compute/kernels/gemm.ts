import { placed } from '../threads/placed.js';
import { getPool, type Pool } from '../threads/pool.js';
import type { BatchSteps } from './block-product.js';
import { expectCount, expectOptions, expectSize } from './checks.js';
import { mayHalve, runEach, runHalved, runPlain } from './fast-product.js';

/**
 * 'plain' sums every element over k. 'auto', where m, n and k are 768 at least, takes one step of Strassen's algorithm (seven
 * products of halves for eight) if the rows of op(A), and the columns of op(B), are of like magnitude: the greatest |value| of each
 * within a factor of 8 of the greatest of all, which excludes rows of zeros and values that are not finite. The error, by norms, is
 * about twice that of 'plain'.
 */
export type ProductAlgorithm = 'auto' | 'plain';

export interface GemmOptions {
  transposeA?: boolean;
  transposeB?: boolean;
  /** Added to every row of the result, length n. */
  bias?: Float32Array;
  /** Where to write, length m n, in or outside the arena, overlapping neither a nor b; default a new array. */
  out?: Float32Array;
  /** Default 'auto'. */
  algorithm?: ProductAlgorithm;
  pool?: Pool;
}

const known = {
  ...{ transposeA: null, transposeB: null, bias: null, out: null, pool: null },
  algorithm: ['auto', 'plain'],
};

/**
 * C [m, n] = op(A) [m, k] op(B) [k, n] (+ bias), row-major float32. Transposed sides are stored as [k, m] and [n, k].
 * Packed, blocked, threaded; the same bits for any number of threads. O(m n k), or 7/8 of it: see {@link ProductAlgorithm}.
 * Scratch: a copy of B padded to sixteen columns (where halved at most 16 MB or a quarter of B, whichever is more) and 256 KB a thread.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 */
export function gemm(
  a: Float32Array,
  b: Float32Array,
  m: number,
  n: number,
  k: number,
  options: GemmOptions = {},
): Float32Array {
  expectOptions(options, known);
  for (const [name, extent] of Object.entries({ m, n, k })) expectCount(name, extent, 0);
  expectSize('The left factor', a, m * k);
  expectSize('The right factor', b, k * n);
  if (options.bias) expectSize('The bias', options.bias, n);
  if (options.out) expectSize('The result', options.out, m * n);
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
      algorithm: options.algorithm,
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
  /** Default 'auto'. */
  readonly algorithm?: ProductAlgorithm | undefined;
}

/** {@link gemm} on addresses, by the same algorithms. The same bits for any number of threads. O(m n k). */
export function multiplyInto(pool: Pool, product: MatMul): void {
  const { bias, algorithm } = product;
  if (fillEmpty(pool, product, 1)) return;
  const whole = { ...product, ...stridesOf(product), bias };
  if (algorithm !== 'plain' && mayHalve(pool, whole)) runHalved(pool, whole);
  else runPlain(pool, whole);
}

/**
 * `count` products of one shape, to the same bits as {@link multiplyInto} one after the other, but each by one thread where they are small.
 * The address of a matrix is that of the one before plus the step, in floats; outputs do not overlap. O(count m n k).
 */
export function multiplyBatchInto(
  pool: Pool,
  product: Omit<MatMul, 'bias' | 'algorithm'>,
  count: number,
  steps: BatchSteps,
): void {
  const first = { ...product, bias: 0 };
  if (count === 1) multiplyInto(pool, first);
  else if (count > 0 && !fillEmpty(pool, first, count)) runEach(pool, { ...first, ...stridesOf(first) }, count, steps);
}

function stridesOf({ m, n, k, transposeA, transposeB }: MatMul) {
  return { strideA: transposeA ? m : k, strideB: transposeB ? k : n, strideOut: n, accumulate: false };
}

/** Whether there is nothing to multiply; then the outputs, below each other, are filled. */
function fillEmpty({ arena }: Pool, { out, m, n, k, bias }: MatMul, count: number): boolean {
  if (m === 0 || n === 0) return true;
  if (k > 0) return false;
  const values = arena.float32(out, count * m * n).fill(0);
  if (bias) for (let r = 0; r < m; r++) values.set(arena.float32(bias, n), r * n);
  return true;
}
