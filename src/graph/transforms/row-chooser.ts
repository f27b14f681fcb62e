import { selectLowest } from './select-lowest.js';

/** A row that has more entries than this share of all columns is put in order by going through all columns. */
const DENSE_SHARE = 1 / 16;

/** Puts the columns of a sparse row in ascending order, and where there are too many, keeps those that count most. */
export class RowChooser {
  readonly #numCols: number;
  readonly #maxPerRow: number;
  readonly #chosen: Int32Array;
  readonly #scratch: Float64Array;

  constructor(numCols: number, maxPerRow: number) {
    this.#numCols = numCols;
    this.#maxPerRow = maxPerRow;
    const isCapped = maxPerRow < numCols;
    this.#chosen = new Int32Array(isCapped ? maxPerRow : 0);
    this.#scratch = new Float64Array(isCapped ? numCols : 0);
  }

  /**
   * The columns to keep, ascending: the largest counts, of equal ones the lowest columns. A view that is good until the
   * next call. O(columns + k log k) for k kept.
   *
   * @param columns distinct columns in any order; may be put in another
   * @param counts count by column, above 0 for these columns alone
   */
  choose(columns: Int32Array, counts: Float64Array): Int32Array {
    const { length } = columns;
    if (length > this.#maxPerRow) return this.#largest(columns, counts);
    if (length <= this.#numCols * DENSE_SHARE) return columns.sort();
    let at = 0;
    for (let column = 0; at < length; column++) if (counts[column]! > 0) columns[at++] = column;
    return columns;
  }

  #largest(columns: Int32Array, counts: Float64Array): Int32Array {
    const chosen = this.#chosen;
    const scratch = this.#scratch;
    for (let i = 0; i < columns.length; i++) scratch[i] = -counts[columns[i]!]!;
    selectLowest(scratch, columns.length, this.#maxPerRow);
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#maxPerRow; i++) least = Math.min(least, -scratch[i]!);
    let numChosen = 0;
    let numEqual = 0;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!;
      if (counts[column]! > least) chosen[numChosen++] = column;
      else if (counts[column] === least) scratch[numEqual++] = column;
    }
    selectLowest(scratch, numEqual, this.#maxPerRow - numChosen);
    for (let i = 0; numChosen < this.#maxPerRow; i++) chosen[numChosen++] = scratch[i]!;
    return chosen.sort();
  }
}
