/**
 * The singular vectors of the largest singular values of a sparse matrix of signs (1 for label 1, -1 for 0), by 100 steps of orthogonal iteration from fixed numbers; `left` is scaled by the singular value.
 */
export function largestSingular({ source, target, labels }, numRows, numColumns, rank) {
  const right = Array.from({ length: rank }, (_, k) =>
    Float64Array.from({ length: numColumns }, (__, i) => Math.sin((k + 1) * (i + 1))),
  );
  const times = (vector, from, to, count) => {
    const product = new Float64Array(count);
    for (let e = 0; e < labels.length; e++) product[to[e]] += (labels[e] ? 1 : -1) * vector[from[e]];
    return product;
  };
  for (let step = 0; step < 100; step++) {
    orthogonal(right);
    for (let k = 0; k < rank; k++)
      right[k] = times(times(right[k], target, source, numRows), source, target, numColumns);
  }
  orthogonal(right);
  return right.map((vector) => ({ left: times(vector, target, source, numRows), right: vector }));
}

/** Gram-Schmidt, in place. */
function orthogonal(vectors) {
  for (const [k, vector] of vectors.entries()) {
    for (const before of vectors.slice(0, k)) {
      const along = vector.reduce((sum, value, i) => sum + value * before[i], 0);
      for (let i = 0; i < vector.length; i++) vector[i] -= along * before[i];
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    for (let i = 0; i < vector.length; i++) vector[i] /= length;
  }
}
