import { HeteroGraphError, inOneGo, type Pieces } from '../../core/index.js';

/**
 * Solves A X = B in place for a symmetric positive definite A [n, n] and B [n, m], both row-major float64, by Cholesky
 * factorisation. A is overwritten by its lower factor, B by the solution. O(n^3 / 3 + n^2 m).
 *
 * @throws {HeteroGraphError} NOT_POSITIVE_DEFINITE
 */
export function solvePositiveDefinite(a: Float64Array, n: number, b: Float64Array, m: number): Float64Array {
  return inOneGo(solvingPositiveDefinite(a, n, b, m));
}

/** The same, with a place to pause after each row. */
export function* solvingPositiveDefinite(a: Float64Array, n: number, b: Float64Array, m: number): Pieces<Float64Array> {
  yield* factorise(a, n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) subtractRow(b, i, k, a[i * n + k]!, m);
    scaleRow(b, i, 1 / a[i * n + i]!, m);
    yield;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtractRow(b, i, k, a[k * n + i]!, m);
    scaleRow(b, i, 1 / a[i * n + i]!, m);
    yield;
  }
  return b;
}

/** Row-oriented Cholesky: row i of the factor needs dot products of contiguous rows only. */
function* factorise(a: Float64Array, n: number): Pieces<void> {
  for (let i = 0; i < n; i++) {
    const rowI = i * n;
    for (let j = 0; j <= i; j++) {
      const rowJ = j * n;
      let sum = a[rowI + j]!;
      for (let k = 0; k < j; k++) sum -= a[rowI + k]! * a[rowJ + k]!;
      if (i !== j) a[rowI + j] = sum / a[rowJ + j]!;
      else if (sum > 0) a[rowI + i] = Math.sqrt(sum);
      else {
        throw new HeteroGraphError(
          'NOT_POSITIVE_DEFINITE',
          `The matrix of the equations is not positive definite: pivot ${i} of ${n} is ${sum}.`,
          {
            hint: 'Use a larger penalty (regularisation), and look for features that are not finite with validateGraph(graph).',
          },
        );
      }
    }
    yield;
  }
}

function subtractRow(b: Float64Array, to: number, from: number, factor: number, m: number): void {
  if (factor === 0) return;
  for (let c = 0; c < m; c++) b[to * m + c]! -= factor * b[from * m + c]!;
}

function scaleRow(b: Float64Array, row: number, factor: number, m: number): void {
  for (let c = 0; c < m; c++) b[row * m + c]! *= factor;
}
