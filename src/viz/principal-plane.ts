import { type Direction, expectMembers, HeteroGraphError, largestDirections } from '../core/index.js';

/** Vectors, one a row. */
export interface PlaneVectors {
  /** [rows, width], row by row. */
  readonly values: ArrayLike<number>;
  readonly width: number;
}

/** Places of vectors on a plane. */
export interface PrincipalPlane {
  /** One number a row; both are 0 on average. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Shares of the variance along x and along y, in [0, 1]; 0 where all vectors are equal. */
  readonly shares: readonly [number, number];
}

/**
 * Vectors seen from where they are spread widest: the first two principal components (PCA). Directions are found by subspace iteration in 64 bits;
 * the sign is such that the largest weight of a direction is positive, so that the same vectors give the same picture. O(N D^2).
 *
 * @example
 * const { values, width } = await model.embed(rows);
 * const { x, y } = principalPlane({ values, width });
 * @throws {HeteroGraphError} SHAPE_MISMATCH where the values are no whole number of rows; NON_FINITE
 */
export function principalPlane(vectors: PlaneVectors): PrincipalPlane {
  expectMembers(vectors, 'vectors', { values: 'numbers', width: 'number' });
  const { values, width } = vectors;
  const numRows = values.length / width;
  if (!Number.isInteger(width) || width < 1 || !Number.isInteger(numRows)) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `${values.length} values are no rows of ${width}.`);
  }
  const centred = centredRows(values, numRows, width);
  const covariance = covarianceOf(centred, numRows, width);
  let total = 0;
  for (let i = 0; i < width; i++) total += covariance[i * width + i]!;
  const [first, second] = largestDirections(covariance, width);
  const place = (direction: Direction | undefined) => {
    const out = new Float64Array(numRows);
    if (!direction) return out;
    for (let row = 0; row < numRows; row++)
      for (let i = 0; i < width; i++) out[row]! += centred[row * width + i]! * direction.weights[i]!;
    return out;
  };
  const share = (direction: Direction | undefined) => (total > 0 && direction ? direction.variance / total : 0);
  return { x: place(first), y: place(second), shares: [share(first), share(second)] };
}

function centredRows(values: ArrayLike<number>, numRows: number, width: number): Float64Array {
  const out = Float64Array.from(values);
  const odd = out.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    throw new HeteroGraphError('NON_FINITE', `The value ${out[odd]} has no place.`, { row: Math.floor(odd / width) });
  }
  for (let i = 0; i < width; i++) {
    let sum = 0;
    for (let row = 0; row < numRows; row++) sum += out[row * width + i]!;
    for (let row = 0; row < numRows; row++) out[row * width + i]! -= sum / numRows;
  }
  return out;
}

function covarianceOf(centred: Float64Array, numRows: number, width: number): Float64Array {
  const out = new Float64Array(width * width);
  for (let row = 0; row < numRows; row++) {
    for (let i = 0; i < width; i++) {
      const value = centred[row * width + i]! / numRows;
      if (value === 0) continue;
      for (let j = 0; j < width; j++) out[i * width + j]! += value * centred[row * width + j]!;
    }
  }
  return out;
}
