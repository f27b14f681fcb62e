import type { Pieces } from '../../core/index.js';
import type { DistinctRows } from '../table/distinct-rows.js';
import type { ApeParameters } from './parameters.js';

/** Rows after which others may go first. */
const ROWS_AT_ONCE = 64;

/**
 * The greatest surprise of one value of an event given the others: the largest over the columns of
 *
 *     -log p(a_i | the others) = log sum over the values b of column i of exp(t_b + sum over j of w_ij v_b . v_{a_j}) - t_{a_i} - sum over j of w_ij v_{a_i} . v_{a_j}
 *
 * All terms w_ij v_a . v_b are worked out once, [values, values]. An event adds up one row of them for each of its columns: O(columns x values), less what it
 * has in common with the event before it.
 */
export class ValueSurprises {
  readonly #starts: Int32Array;
  readonly #valueTerms: Float64Array;
  readonly #terms: Float32Array;
  /** The sums over no column, over the first of the order, over the first two and so on, [columns + 1, values]; taken by the one who is at work. */
  #sums: readonly Float64Array[] | undefined;
  /** By column, the largest sum of one of its values. */
  readonly #most: Float64Array;

  /**
   * @param weights of the pairs, as they are used
   * @param valueTerms t of each row of the parameters
   */
  constructor({ starts, dimension, vectors }: ApeParameters, weights: Float32Array, valueTerms: Float64Array) {
    const n = valueTerms.length;
    const width = starts.length - 1;
    this.#starts = starts;
    this.#most = new Float64Array(width);
    this.#valueTerms = valueTerms;
    this.#terms = new Float32Array(n * n);
    for (let i = 0, pair = 0; i < width; i++) {
      for (let j = i + 1; j < width; j++, pair++) {
        for (let a = starts[i]!; a < starts[i + 1]!; a++) {
          for (let b = starts[j]!; b < starts[j + 1]!; b++) {
            let product = 0;
            for (let x = 0, p = a * dimension, q = b * dimension; x < dimension; x++)
              product += vectors[p++]! * vectors[q++]!;
            this.#terms[a * n + b] = weights[pair]! * product;
            this.#terms[b * n + a] = weights[pair]! * product;
          }
        }
      }
    }
  }

  /** Of each different row. Columns are added in the order by which the rows are sorted, so that a row has the same bits beside any others. */
  *greatest({ codes, order }: DistinctRows): Pieces<Float64Array> {
    const width = order.length;
    const n = this.#valueTerms.length;
    const numRows = codes.length / width;
    const sums = this.#sums ?? [this.#valueTerms, ...Array.from({ length: width }, () => new Float64Array(n))];
    this.#sums = undefined;
    const found = new Float64Array(numRows);
    for (let row = 0; row < numRows; row++) {
      const from = row * width;
      // The next row keeps what it has in common.
      let place = 0;
      if (row > 0) while (place < width && codes[from + order[place]!] === codes[from - width + order[place]!]) place++;
      for (; place < width; place++) {
        const column = order[place]!;
        const at = (this.#starts[column]! + codes[from + column]!) * n;
        addInto(sums[place]!, this.#terms, at, sums[place + 1]!);
      }
      found[row] = this.#greatest(sums[width]!, codes, from);
      if (row % ROWS_AT_ONCE === 0) yield;
    }
    this.#sums = sums;
    return found;
  }

  /** The sum over the values of a column is between its largest part and that times the number of values: columns that cannot be the greatest are passed over. */
  #greatest(sums: Float64Array, codes: Int32Array, from: number): number {
    const starts = this.#starts;
    const width = starts.length - 1;
    const most = this.#most;
    let least = 0;
    for (let i = 0; i < width; i++) {
      most[i] = largestOf(sums, starts[i]!, starts[i + 1]!);
      least = Math.max(least, most[i]! - sums[starts[i]! + codes[from + i]!]!);
    }
    let greatest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < width; i++) {
      const [first, end] = [starts[i]!, starts[i + 1]!];
      const own = sums[first + codes[from + i]!]!;
      const largest = most[i]!;
      if (largest - own + Math.log(end - first) < Math.max(least, greatest)) continue;
      let sum = 0;
      for (let value = first; value < end; value++) sum += Math.exp(sums[value]! - largest);
      greatest = Math.max(greatest, largest + Math.log(sum) - own);
    }
    return greatest;
  }
}

function addInto(sums: Float64Array, terms: Float32Array, at: number, out: Float64Array): void {
  for (let value = 0; value < sums.length; value++) out[value] = sums[value]! + terms[at + value]!;
}

function largestOf(values: Float64Array, first: number, end: number): number {
  let largest = values[first]!;
  for (let at = first + 1; at < end; at++) if (values[at]! > largest) largest = values[at]!;
  return largest;
}
