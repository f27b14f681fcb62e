import { type ApeParameters, numPairs, usedWeights } from './parameters.js';
import type { ApeSettings } from './settings.js';
import { addTerms, type TableSizes, type TermTables, tableSizes, termTables } from './term-tables.js';

/**
 * w_ij v_a . v_b of pairs of values. The terms of the columns with the fewest values are kept in tables, so that a score is one look-up for each of
 * their pairs; with wider columns they are worked out. The same bits either way.
 */
export class PairTerms {
  readonly #parameters: ApeParameters;
  readonly #used: Float32Array;
  readonly #width: number;
  readonly #sizes: TableSizes;
  /** By two places of the order of columns, the number of their pair, [columns, columns]. */
  readonly #pairs: Int32Array;
  #tables: TermTables | undefined;

  constructor(parameters: ApeParameters, constraint: ApeSettings['weightConstraint']) {
    this.#parameters = parameters;
    this.#width = parameters.starts.length - 1;
    this.#used = new Float32Array(numPairs(this.#width));
    usedWeights(parameters.weights, constraint, this.#used);
    this.#sizes = tableSizes(parameters.starts);
    const { order } = this.#sizes;
    this.#pairs = new Int32Array(this.#width * this.#width);
    for (let p = 0; p < this.#width; p++) {
      for (let q = 0; q < this.#width; q++) this.#pairs[p * this.#width + q] = this.#pairOf(order[p]!, order[q]!);
    }
  }

  /** The weight of each pair of columns as it is used. */
  get weights(): Float32Array {
    return this.#used;
  }

  /** The term of two values of a pair of columns, by their rows. */
  term(pair: number, a: number, b: number): number {
    const { dimension, vectors } = this.#parameters;
    let product = 0;
    for (let x = 0, p = a * dimension, q = b * dimension; x < dimension; x++, p++, q++)
      product += vectors[p]! * vectors[q]!;
    return Math.fround(this.#used[pair]! * product);
  }

  /**
   * S of `numRows` events of codes, [numRows, columns], with the terms of the values themselves. Columns are added in the order of their number of values, so that an
   * event has the same bits whether there are tables, which are made where there are events enough to make up for it.
   *
   * @param valueTerms by row of the parameters
   */
  sums(codes: Int32Array, numRows: number, valueTerms: Float64Array): Float64Array {
    const { order, numTabled, numEntries } = this.#sizes;
    const { starts } = this.#parameters;
    const width = this.#width;
    if (!this.#tables && numEntries <= 4 * numRows * numPairs(numTabled)) {
      const termOf = (p: number, q: number, a: number, b: number) => this.term(this.#pairs[p * width + q]!, a, b);
      this.#tables = termTables(this.#sizes, starts, termOf);
    }
    const out = new Float64Array(numRows);
    const rows = new Int32Array(width);
    const values = new Int32Array(numTabled);
    for (let event = 0, from = 0; event < numRows; event++, from += width) {
      let sum = 0;
      for (let place = 0; place < width; place++) {
        const column = order[place]!;
        rows[place] = starts[column]! + codes[from + column]!;
        sum += valueTerms[rows[place]!]!;
      }
      if (this.#tables) sum = addTerms(this.#tables, order, codes, from, values, sum);
      else sum = this.#workedOut(rows, 1, numTabled, sum);
      out[event] = this.#workedOut(rows, numTabled, width, sum);
    }
    return out;
  }

  /** By pair of columns, the mean term of events of codes. */
  means(codes: Int32Array, numRows: number): Float64Array {
    const { starts } = this.#parameters;
    const width = this.#width;
    const sums = new Float64Array(this.#used.length);
    for (let from = 0; from < numRows * width; from += width) {
      for (let i = 0, pair = 0; i < width; i++) {
        const a = starts[i]! + codes[from + i]!;
        for (let j = i + 1; j < width; j++, pair++) sums[pair]! += this.term(pair, a, starts[j]! + codes[from + j]!);
      }
    }
    return sums.map((sum) => sum / numRows);
  }

  /** `sum` and the terms of the columns from one place to another with all before them. */
  #workedOut(rows: Int32Array, from: number, to: number, sum: number): number {
    for (let p = from; p < to; p++) {
      for (let q = 0; q < p; q++) sum += this.term(this.#pairs[p * this.#width + q]!, rows[p]!, rows[q]!);
    }
    return sum;
  }

  /** The number of a pair of columns, in either order. */
  #pairOf(i: number, j: number): number {
    const [first, second] = i < j ? [i, j] : [j, i];
    return first * this.#width - (first * (first + 1)) / 2 + second - first - 1;
  }
}
