/** Eigenvalues in descending order, and their vectors as rows [n, n]. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const maxSweeps = 30;

/** Of a symmetric matrix [n, n], by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5). O(n^3) a sweep, some eight of them. */
export function symmetricEigen(matrix: ArrayLike<number>, n: number): SymmetricEigen {
  const a = Float64Array.from(matrix);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  let whole = 0;
  for (const value of a) whole += value * value;
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += a[p * n + q]! ** 2;
    if (!(off > 1e-22 * whole)) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
  }
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]! || i - j);
  const sorted = new Float64Array(n * n);
  for (const [to, from] of order.entries()) sorted.set(vectors.subarray(from * n, (from + 1) * n), to * n);
  return { values: Float64Array.from(order, (i) => a[i * n + i]!), vectors: sorted };
}

/** Makes entry (p, q) zero. Only whole rows are read in order: columns are those of a symmetric matrix. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const entry = a[p * n + q]!;
  if (entry === 0) return;
  const [app, aqq] = [a[p * n + p]!, a[q * n + q]!];
  const theta = (aqq - app) / (2 * entry);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [x, y] = [a[p * n + k]!, a[q * n + k]!];
    const [left, right] = [c * x - s * y, s * x + c * y];
    a[p * n + k] = a[k * n + p] = left;
    a[q * n + k] = a[k * n + q] = right;
    const [v, w] = [vectors[p * n + k]!, vectors[q * n + k]!];
    vectors[p * n + k] = c * v - s * w;
    vectors[q * n + k] = s * v + c * w;
  }
  a[p * n + p] = app - t * entry;
  a[q * n + q] = aqq + t * entry;
  a[p * n + q] = a[q * n + p] = 0;
}
