import { expectMembers, HeteroGraphError } from '../core/index.js';

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

/** Directions that are followed at once: more than two, so that the two largest are found soon. */
const DIRECTIONS = 12;
const MOST_STEPS = 500;
const PRECISION = 1e-12;

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

interface Direction {
  readonly weights: Float64Array;
  readonly variance: number;
}

/** The directions of the two largest eigenvalues of a matrix that is symmetric and has none below 0. */
function largestDirections(matrix: Float64Array, width: number): (Direction | undefined)[] {
  // Unit vectors of the largest variances first: a start that no seed decides.
  const order = Array.from({ length: width }, (_, i) => i).sort(
    (a, b) => matrix[b * width + b]! - matrix[a * width + a]! || a - b,
  );
  let basis: Float64Array[] = order.slice(0, DIRECTIONS).map((at, k) => {
    const vector = Float64Array.from({ length: width }, (_, i) => 1e-3 * Math.cos(1 + i * (k + 1)));
    vector[at]! += 1;
    return vector;
  });
  let before: readonly number[] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    basis = orthonormal(basis.map((vector) => times(matrix, vector)));
    const lengths = basis.slice(0, 2).map((vector) => dot(vector, times(matrix, vector)));
    const isStill = lengths.every((length, i) => Math.abs(length - (before[i] ?? 0)) <= PRECISION * (lengths[0] ?? 0));
    if (isStill) break;
    before = lengths;
  }
  return basis
    .map((weights): Direction => ({ weights: signed(weights), variance: dot(weights, times(matrix, weights)) }))
    .sort((a, b) => b.variance - a.variance)
    .slice(0, 2);
}

/** Gram-Schmidt, twice for the sake of rounding; vectors that depend on those before are left out. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const out: Float64Array[] = [];
  for (const vector of vectors) {
    const own = Float64Array.from(vector);
    const length = Math.sqrt(dot(own, own));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of out) {
        const along = dot(own, other);
        for (let i = 0; i < own.length; i++) own[i]! -= along * other[i]!;
      }
    }
    const left = Math.sqrt(dot(own, own));
    if (left > 1e-10 * length) out.push(own.map((value) => value / left));
  }
  return out;
}

function signed(vector: Float64Array): Float64Array {
  const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) + 1e-9 ? value : best), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const { length: width } = vector;
  const out = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += matrix[i * width + j]! * vector[j]!;
    out[i] = sum;
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
