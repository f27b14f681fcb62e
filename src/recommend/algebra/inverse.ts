import { gemm } from '../../compute/index.js';
import { cholesky, invertLower } from './cholesky.js';

/** Up to this extent the inverse is made in float64, entry by entry. */
const small = 96;

/**
 * The inverse of a symmetric positive definite matrix [n, n] in float32, by halves: with A = [P QT; Q R] and the Schur complement
 * S = R - Q P^-1 QT, four products of halves on the kernels. The same bits for any number of threads. O(4/3 n^3); at most about 3 n^2 floats
 * beside the argument.
 */
export function invertPositiveDefinite(a: Float32Array, n: number): Float32Array {
  if (n <= small) return invertDirectly(a, n);
  const h = 16 * Math.ceil(n / 32);
  const m = n - h;
  const p = invertPositiveDefinite(block(a, n, 0, 0, h, h), h);
  const q = block(a, n, h, 0, m, h);
  const qp = gemm(q, p, m, h, h, { algorithm: 'plain' });
  const schur = gemm(qp, q, m, m, h, { transposeB: true, algorithm: 'plain' });
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) schur[i * m + j] = a[(h + i) * n + h + j]! - schur[i * m + j]!;
  const s = invertPositiveDefinite(schur, m);
  const sqp = gemm(s, qp, m, h, m, { algorithm: 'plain' });
  const added = gemm(qp, sqp, h, h, m, { transposeA: true, algorithm: 'plain' });
  const out = new Float32Array(n * n);
  for (let i = 0; i < h; i++) for (let j = 0; j < h; j++) out[i * n + j] = p[i * h + j]! + added[i * h + j]!;
  for (let i = 0; i < m; i++) {
    out.set(s.subarray(i * m, (i + 1) * m), (h + i) * n + h);
    for (let j = 0; j < h; j++) out[(h + i) * n + j] = out[j * n + h + i] = -sqp[i * h + j]!;
  }
  return out;
}

/** Bytes that {@link invertPositiveDefinite} needs at most, its argument and result included. */
export function inverseBytes(n: number): number {
  return 20 * n * n;
}

function block(a: Float32Array, n: number, row: number, column: number, rows: number, columns: number): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const from = (row + i) * n + column;
    out.set(a.subarray(from, from + columns), i * columns);
  }
  return out;
}

function invertDirectly(a: Float32Array, n: number): Float32Array {
  const inverse = invertLower(cholesky(a, n), n);
  const out = new Float32Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += inverse[k * n + i]! * inverse[k * n + j]!;
      out[i * n + j] = out[j * n + i] = sum;
    }
  }
  return out;
}
