/** What trees lessen, row by row. Scores are what trees add up to, before they become probabilities or rates. */
export interface Loss {
  /** Scores of a row: 1, or one a class. */
  readonly numOutputs: number;
  /** The name in LightGBM's text format. */
  readonly objective: string;
  /** Where the scores begin, the best constant [outputs]. */
  start(targets: Float64Array, weights: Float64Array | undefined): Float64Array;
  /** Looks at all scores [outputs][rows] of a round before gradients of each output are asked for. */
  prepare?(scores: readonly Float64Array[]): void;
  /** First and second derivatives by one output, without weights. */
  gradients(
    scores: readonly Float64Array[],
    targets: Float64Array,
    output: number,
    gradients: Float64Array,
    seconds: Float64Array,
  ): void;
  /** The quantile of what is left that leaves are given in place of a step. */
  readonly leafQuantile?: number;
  /** The loss of one row. */
  lossOf(scores: readonly Float64Array[], targets: Float64Array, row: number): number;
}

/** Weighted mean. */
export function meanOf(values: Float64Array, weights: Float64Array | undefined): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const weight = weights ? weights[i]! : 1;
    sum += weight * values[i]!;
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}

/**
 * The quantile of values, between the two nearest where it is between them; with weights the least value whose weight and that of all lower
 * ones reach the part.
 */
export function quantileOf(values: Float64Array, part: number, weights?: Float64Array): number {
  if (values.length === 0) return 0;
  if (!weights) {
    const sorted = values.slice().sort();
    const place = part * (sorted.length - 1);
    const low = Math.floor(place);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!);
  }
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const goal = part * weights.reduce((sum, weight) => sum + weight, 0);
  let held = 0;
  for (const i of order) {
    held += weights[i]!;
    if (held >= goal && weights[i]! > 0) return values[i]!;
  }
  return values[order.at(-1)!]!;
}
