/**
 * The lower triangle L [n, n], row-major, of A = L LT in float64. Unlike `solvePositiveDefinite` of the kernels it takes matrices that are singular: a
 * column that depends on those before it, up to rounding of float32, gets zeros. O(n^3 / 3).
 */
export function cholesky(a: ArrayLike<number>, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i === j) lower[i * n + i] = sum > 1e-6 * a[i * n + i]! ? Math.sqrt(sum) : 0;
      else lower[i * n + j] = lower[j * n + j]! > 0 ? sum / lower[j * n + j]! : 0;
    }
  }
  return lower;
}

/** The inverse of a lower triangle; rows and columns of zeros on the diagonal stay zero. O(n^3 / 6). */
export function invertLower(lower: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    if (lower[j * n + j] === 0) continue;
    out[j * n + j] = 1 / lower[j * n + j]!;
    for (let i = j + 1; i < n; i++) {
      if (lower[i * n + i] === 0) continue;
      let sum = 0;
      for (let k = j; k < i; k++) sum -= lower[i * n + k]! * out[k * n + j]!;
      out[i * n + j] = sum / lower[i * n + i]!;
    }
  }
  return out;
}

/** x of L LT x = b. O(n^2). */
export function solveCholesky(lower: Float64Array, b: ArrayLike<number>): Float64Array {
  const n = b.length;
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i * n + k]! * x[k]!;
    x[i] = lower[i * n + i] === 0 ? 0 : x[i]! / lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k * n + i]! * x[k]!;
    x[i] = lower[i * n + i] === 0 ? 0 : x[i]! / lower[i * n + i]!;
  }
  return x;
}
