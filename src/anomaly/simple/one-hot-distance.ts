import { solvePositiveDefinite } from '../../compute/internal.js';

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

  /**
   * @param codes [rows, columns], 0 for unseen values
   * @param sizes values of each column
   */
  constructor(codes: Int32Array, sizes: readonly number[]) {
    const width = sizes.length;
    const numRows = codes.length / width;
    this.#starts = new Int32Array(width + 1);
    for (const [column, size] of sizes.entries()) this.#starts[column + 1] = this.#starts[column]! + size + 1;
    const n = this.#starts[width]!;
    const together = new Float64Array(n * n);
    const rows = new Int32Array(width);
    for (let row = 0; row < numRows; row++) {
      for (let i = 0; i < width; i++) rows[i] = this.#starts[i]! + codes[row * width + i]!;
      for (const a of rows) for (const b of rows) together[a * n + b]!++;
    }
    const mean = Float64Array.from({ length: n }, (_, a) => together[a * n + a]! / numRows);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) together[a * n + b] = together[a * n + b]! / numRows - mean[a]! * mean[b]!;
      together[a * n + a]! += 1 / numRows;
    }
    this.#inverse = new Float64Array(n * n);
    for (let a = 0; a < n; a++) this.#inverse[a * n + a] = 1;
    solvePositiveDefinite(together, n, this.#inverse, n);
    this.#pull = mean.map((_, a) => mean.reduce((sum, share, b) => sum + this.#inverse[a * n + b]! * share, 0));
    this.#constant = this.#pull.reduce((sum, pull, a) => sum + pull * mean[a]!, 0);
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
