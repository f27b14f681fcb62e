/** Added to squared distances: the gradient of a distance of 0 is 0, not NaN. */
const SMALL = 1e-12;

/** Turns scalar products of queries [B, w] and answers [C, w] into negative distances, [B, C]. */
export function distances(q: Float32Array, answers: Float32Array, scores: Float32Array, w: number): void {
  const C = answers.length / w;
  const squares = rowSquares(answers, w);
  const own = rowSquares(q, w);
  for (let b = 0, at = 0; b < own.length; b++) {
    for (let c = 0; c < C; c++, at++) {
      scores[at] = -Math.sqrt(Math.max(0, own[b]! + squares[c]! - 2 * scores[at]!) + SMALL);
    }
  }
}

/** Turns gradients of scores into weights of the differences answer - query: gradient / distance, times the query's weight. */
export function distanceWeights(scores: Float32Array, gradients: Float32Array, weights: Float64Array): void {
  const C = scores.length / weights.length;
  for (let b = 0, at = 0; b < weights.length; b++) {
    for (let c = 0; c < C; c++, at++) gradients[at] = (-gradients[at]! * weights[b]!) / scores[at]!;
  }
}

/**
 * The gradient by a query is SUM_c weight (answer - query), by an answer SUM_b weight (query - answer): subtracts the second terms,
 * the products being there.
 */
export function subtractCentres(
  weights: Float32Array,
  at: {
    readonly q: Float32Array;
    readonly answers: Float32Array;
    readonly dq: Float32Array;
    readonly gradient: Float32Array;
  },
  w: number,
): void {
  const [B, C] = [at.q.length / w, at.answers.length / w];
  const columns = new Float64Array(C);
  for (let b = 0, i = 0; b < B; b++) {
    let row = 0;
    for (let c = 0; c < C; c++, i++) {
      row += weights[i]!;
      columns[c] = columns[c]! + weights[i]!;
    }
    for (let k = b * w; k < (b + 1) * w; k++) at.dq[k] = at.dq[k]! - row * at.q[k]!;
  }
  for (let c = 0, k = 0; c < C; c++) {
    for (const end = (c + 1) * w; k < end; k++) at.gradient[k] = at.gradient[k]! - columns[c]! * at.answers[k]!;
  }
}

function rowSquares(x: Float32Array, w: number): Float64Array {
  const sums = new Float64Array(x.length / w);
  for (let r = 0, i = 0; r < sums.length; r++) {
    let sum = 0;
    for (const end = (r + 1) * w; i < end; i++) sum += x[i]! * x[i]!;
    sums[r] = sum;
  }
  return sums;
}
