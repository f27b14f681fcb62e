/** Means and deviations of columns, as plain data. */
export interface Scaling {
  readonly means: readonly number[];
  /** 0 of columns that are the same in all rows: they say nothing and become 0. */
  readonly deviations: readonly number[];
}

/** Deviations beyond which numbers are cut, so that what was never seen in training does not lead far away. */
const FURTHEST = 4;

/** Of the rows of several matrices of one width, one after the other. */
export function fitScaling(matrices: readonly Float32Array[], width: number): Scaling {
  const total = matrices.reduce((sum, { length }) => sum + length / width, 0);
  const means = new Float64Array(width);
  for (const matrix of matrices)
    for (let at = 0; at < matrix.length; at += width)
      for (let c = 0; c < width; c++) means[c]! += matrix[at + c]! / total;
  const variances = new Float64Array(width);
  for (const matrix of matrices)
    for (let at = 0; at < matrix.length; at += width)
      for (let c = 0; c < width; c++) variances[c]! += (matrix[at + c]! - means[c]!) ** 2 / total;
  return {
    means: Array.from(means),
    deviations: Array.from(variances, (variance) => (variance > 1e-12 ? Math.sqrt(variance) : 0)),
  };
}

/** In place. */
export function scale(matrix: Float32Array, { means, deviations }: Scaling): void {
  const width = means.length;
  const factors = Float64Array.from(deviations, (deviation) => (deviation === 0 ? 0 : 1 / deviation));
  const middles = Float64Array.from(means);
  for (let at = 0; at < matrix.length; at += width) {
    for (let c = 0; c < width; c++) {
      const value = (matrix[at + c]! - middles[c]!) * factors[c]!;
      matrix[at + c] = value > FURTHEST ? FURTHEST : value < -FURTHEST ? -FURTHEST : value;
    }
  }
}
