import { solvingPositiveDefinite } from '../../compute/internal.js';
import type { Pieces } from '../../core/index.js';
import type { DistinctRows } from '../table/distinct-rows.js';

/** Rows after which others may go first. */
const ROWS_AT_ONCE = 256;

/** How many rows have two values, of all pairs of values, [values, values]: of each column first those that were never seen. */
export function* pairCounts({ codes, counts: times, numRows }: DistinctRows, starts: Int32Array): Pieces<Float64Array> {
  const width = starts.length - 1;
  const n = starts[width]!;
  const together = new Float64Array(n * n);
  const own = new Int32Array(width);
  for (let row = 0; row < numRows; row++) {
    for (let i = 0; i < width; i++) own[i] = starts[i]! + codes[row * width + i]!;
    for (const a of own) for (const b of own) together[a * n + b]! += times[row]!;
    if (row % ROWS_AT_ONCE === 0) yield;
  }
  return together;
}

/** The same counts with room for more values. */
export function grownCounts(together: Float64Array, from: Int32Array, to: Int32Array): Float64Array {
  const [n, grown] = [from.at(-1)!, to.at(-1)!];
  const place = new Int32Array(n);
  for (let column = 0; column + 1 < from.length; column++) {
    for (let a = from[column]!; a < from[column + 1]!; a++) place[a] = to[column]! + a - from[column]!;
  }
  const out = new Float64Array(grown * grown);
  for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) out[place[a]! * grown + place[b]!] = together[a * n + b]!;
  return out;
}

/**
 * How far rows lie from the mean row in a coding of a column of 0 and 1 for each value (Mahalanobis): (x - m)' C^-1 (x - m) with the covariance C of the rows
 * learned from, and 1 / rows on its diagonal, as much as half an event says; without it C has no inverse. A rare value lies far out, and so do values that
 * go together less than others do. C^-1 is a table of terms of pairs of values. O((values)^3) to learn, O(columns^2) a row.
 */
export class OneHotDistance {
  /** By column, the first of its values, unseen ones first; at the end the number of values. */
  readonly #starts: Int32Array;
  /** C^-1, [values, values]. */
  readonly #inverse: Float64Array;
  /** C^-1 m, [values], and m' C^-1 m. */
  readonly #pull: Float64Array;
  readonly #constant: number;

  private constructor(starts: Int32Array, inverse: Float64Array, mean: Float64Array) {
    const n = mean.length;
    this.#starts = starts;
    this.#inverse = inverse;
    this.#pull = mean.map((_, a) => mean.reduce((sum, share, b) => sum + inverse[a * n + b]! * share, 0));
    this.#constant = this.#pull.reduce((sum, pull, a) => sum + pull * mean[a]!, 0);
  }

  /** @param together what `pairCounts` gave of `numRows` rows */
  static *of(together: Float64Array, starts: Int32Array, numRows: number): Pieces<OneHotDistance> {
    const n = starts.at(-1)!;
    const mean = Float64Array.from({ length: n }, (_, a) => together[a * n + a]! / numRows);
    const covariance = new Float64Array(n * n);
    const inverse = new Float64Array(n * n);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) covariance[a * n + b] = together[a * n + b]! / numRows - mean[a]! * mean[b]!;
      covariance[a * n + a]! += 1 / numRows;
      inverse[a * n + a] = 1;
    }
    yield* solvingPositiveDefinite(covariance, n, inverse, n);
    return new OneHotDistance(starts, inverse, mean);
  }

  /** Of rows of codes, [numRows, columns]. */
  distances(codes: Int32Array, numRows: number): Float64Array {
    const width = this.#starts.length - 1;
    const n = this.#pull.length;
    return Float64Array.from({ length: numRows }, (_, row) => {
      let sum = this.#constant;
      for (let i = 0; i < width; i++) {
        const a = this.#starts[i]! + codes[row * width + i]!;
        sum += this.#inverse[a * n + a]! - 2 * this.#pull[a]!;
        for (let j = i + 1; j < width; j++) {
          sum += 2 * this.#inverse[a * n + this.#starts[j]! + codes[row * width + j]!]!;
        }
      }
      return Math.max(0, sum);
    });
  }
}
