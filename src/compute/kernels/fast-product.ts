import type { Pool } from '../threads/pool.js';
import { type BatchSteps, runBatch, runProducts, type Strided } from './block-product.js';
import { type Magnitudes, magnitudes } from './like-magnitudes.js';
import { plainProduct, strassen } from './strassen.js';

/** From this extent of all three sides seven products of halves are quicker than eight. */
const worthHalving = 768;
/** By how much the max values of rows of op(A), and of columns of op(B), may differ. */
const maxSpread = 8;

/**
 * May Strassen's algorithm take the place of the plain one? Its error is relative to the largest values of the whole matrices:
 * rows of op(A) and columns of op(B) must be of like magnitude (a row of zeros must give zeros), finite, and so far from the ends of
 * float32 that no sum of blocks leaves it where the plain algorithm would not. One pass over both, O(m k + k n).
 */
export function mayHalve(pool: Pool, product: Strided): boolean {
  const { a, b, m, n, k, transposeA, transposeB } = product;
  if (Math.min(m, n, k) < worthHalving) return false;
  const left = transposeA ? magnitudes(pool, a, k, m, 'columns') : magnitudes(pool, a, m, k, 'rows');
  if (!isLike(left)) return false;
  const right = transposeB ? magnitudes(pool, b, n, k, 'rows') : magnitudes(pool, b, k, n, 'columns');
  const size = left.max * right.max;
  return isLike(right) && size > 1e-25 && size * k < 1e36;
}

function isLike({ max, min }: Magnitudes): boolean {
  return max < 1e36 && max > 1e-25 && min * maxSpread >= max;
}

/** The plain algorithm. */
export function runPlain(pool: Pool, product: Strided): void {
  runProducts(pool, product, plainProduct, 1);
}

/** Products of one shape, those that are large one after the other. */
export function runEach(pool: Pool, whole: Strided, count: number, steps: BatchSteps): void {
  if (Math.min(whole.m, whole.n, whole.k) < worthHalving) {
    runBatch(pool, whole, count, steps);
    return;
  }
  for (let p = 0; p < count; p++) {
    const at = (side: keyof BatchSteps) => whole[side] + 4 * p * steps[side];
    const one = { ...whole, a: at('a'), b: at('b'), out: at('out') };
    if (mayHalve(pool, one)) runHalved(pool, one);
    else runPlain(pool, one);
  }
}

/** One step of Strassen's algorithm on the even part; the last row, column and depth of odd extents by the plain one. */
export function runHalved(pool: Pool, whole: Strided): void {
  const m = whole.m - (whole.m % 2);
  const n = whole.n - (whole.n % 2);
  const k = whole.k - (whole.k % 2);
  runProducts(pool, { ...whole, m, n, k }, strassen, 2);
  const { strideA, strideB, transposeA, transposeB } = whole;
  const a = (row: number, depth: number) => whole.a + 4 * (transposeA ? depth * strideA + row : row * strideA + depth);
  const b = (depth: number, column: number) =>
    whole.b + 4 * (transposeB ? column * strideB + depth : depth * strideB + column);
  const c = (row: number, column: number) => whole.out + 4 * (row * whole.strideOut + column);
  if (k < whole.k) runPlain(pool, { ...whole, a: a(0, k), b: b(k, 0), m, n, k: 1, accumulate: true });
  const bias = whole.bias ? whole.bias + 4 * n : 0;
  if (n < whole.n) runPlain(pool, { ...whole, b: b(0, n), out: c(0, n), m, n: 1, bias });
  if (m < whole.m) runPlain(pool, { ...whole, a: a(m, 0), out: c(m, 0), m: 1 });
}
