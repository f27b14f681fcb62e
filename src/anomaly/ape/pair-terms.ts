import { type ApeParameters, numPairs, usedWeights } from './parameters.js';
import type { ApeSettings } from './settings.js';

/** Entries of the largest tables of terms that are made: 64 MiB. */
const MOST_ENTRIES = 1 << 24;

/**
 * w_ij v_a . v_b of pairs of values. Where the values of all pairs of columns are few, the terms are kept in tables, so that a score is one
 * look-up a pair of columns.
 */
export class PairTerms {
  readonly #parameters: ApeParameters;
  readonly #used: Float32Array;
  readonly #width: number;
  /** By pair of columns, where its table begins; the tables are [values of the first, values of the second]. */
  readonly #tableStarts: Float64Array;
  #tables: Float32Array | undefined;

  constructor(parameters: ApeParameters, constraint: ApeSettings['weightConstraint']) {
    this.#parameters = parameters;
    this.#width = parameters.starts.length - 1;
    this.#used = new Float32Array(numPairs(this.#width));
    usedWeights(parameters.weights, constraint, this.#used);
    this.#tableStarts = new Float64Array(this.#used.length + 1);
    this.#eachPair((i, j, pair) => {
      this.#tableStarts[pair + 1] = this.#tableStarts[pair]! + this.#size(i) * this.#size(j);
    });
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

  /** S of `numRows` events of codes, [numRows, columns]. */
  sums(codes: Int32Array, numRows: number): Float64Array {
    const out = new Float64Array(numRows);
    const numEntries = this.#tableStarts[this.#used.length]!;
    const tables = numEntries <= MOST_ENTRIES && (this.#tables || numEntries <= 4 * numRows * this.#used.length);
    if (tables) this.#sumLookedUp(codes, out);
    else this.#sumProducts(codes, out);
    return out;
  }

  /** By pair of columns, the mean term of events of codes. */
  means(codes: Int32Array, numRows: number): Float64Array {
    const { starts } = this.#parameters;
    const width = this.#width;
    const sums = new Float64Array(this.#used.length);
    for (let row = 0; row < numRows; row++) {
      this.#eachPair((i, j, pair) => {
        sums[pair]! += this.term(pair, starts[i]! + codes[row * width + i]!, starts[j]! + codes[row * width + j]!);
      });
    }
    return sums.map((sum) => sum / numRows);
  }

  #sumLookedUp(codes: Int32Array, out: Float64Array): void {
    this.#tables ??= this.#makeTables();
    const tables = this.#tables;
    const width = this.#width;
    for (let row = 0; row < out.length; row++) {
      const from = row * width;
      let sum = 0;
      for (let i = 0, pair = 0; i < width; i++) {
        const code = codes[from + i]!;
        for (let j = i + 1; j < width; j++, pair++) {
          sum += tables[this.#tableStarts[pair]! + code * this.#size(j) + codes[from + j]!]!;
        }
      }
      out[row] = sum;
    }
  }

  #sumProducts(codes: Int32Array, out: Float64Array): void {
    const { starts } = this.#parameters;
    const width = this.#width;
    for (let row = 0; row < out.length; row++) {
      const from = row * width;
      let sum = 0;
      for (let i = 0, pair = 0; i < width; i++) {
        const a = starts[i]! + codes[from + i]!;
        for (let j = i + 1; j < width; j++, pair++) sum += this.term(pair, a, starts[j]! + codes[from + j]!);
      }
      out[row] = sum;
    }
  }

  #makeTables(): Float32Array {
    const { starts } = this.#parameters;
    const tables = new Float32Array(this.#tableStarts[this.#used.length]!);
    this.#eachPair((i, j, pair) => {
      let at = this.#tableStarts[pair]!;
      for (let a = starts[i]!; a < starts[i + 1]!; a++) {
        for (let b = starts[j]!; b < starts[j + 1]!; b++) tables[at++] = this.term(pair, a, b);
      }
    });
    return tables;
  }

  #size(column: number): number {
    return this.#parameters.starts[column + 1]! - this.#parameters.starts[column]!;
  }

  #eachPair(visit: (i: number, j: number, pair: number) => void): void {
    for (let i = 0, pair = 0; i < this.#width; i++) {
      for (let j = i + 1; j < this.#width; j++, pair++) visit(i, j, pair);
    }
  }
}
