/** Directions that are followed at once: more than two, so that the two largest are found soon. */
const DIRECTIONS = 12;
const MOST_STEPS = 500;
const PRECISION = 1e-12;

/** A direction along which rows differ. */
export interface Direction {
  /** Of length 1, [width]; the largest in size is positive. */
  readonly weights: Float64Array;
  readonly variance: number;
}

/**
 * The directions of the two largest eigenvalues of a matrix that is symmetric and has none below 0, such as one of covariances, [width, width]; fewer where it has fewer
 * above 0. By subspace iteration.
 */
export function largestDirections(matrix: Float64Array, width: number): readonly (Direction | undefined)[] {
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
  return largest < 0 ? vector.map((value) => 0 - value) : vector;
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
