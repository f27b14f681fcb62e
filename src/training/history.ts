import { type Table, tableFromArrays } from 'apache-arrow';
import { HeteroGraphError } from '../core/index.js';

/** Plain columns of equal length; NaN is written as null, since JSON has none. */
export type HistoryColumns = Record<string, (number | null)[]>;

/**
 * What happened, epoch by epoch, as named columns of numbers. A row may name new columns or leave some out: the value is NaN
 * where nothing was measured (an epoch without validation).
 */
export class TrainingHistory {
  readonly #columns = new Map<string, number[]>();
  #length = 0;

  /** Rows, one per epoch. */
  get length(): number {
    return this.#length;
  }

  get names(): readonly string[] {
    return [...this.#columns.keys()];
  }

  append(row: Readonly<Record<string, number>>): void {
    for (const name of Object.keys(row)) {
      if (!this.#columns.has(name)) this.#columns.set(name, new Array<number>(this.#length).fill(Number.NaN));
    }
    for (const [name, values] of this.#columns) values.push(row[name] ?? Number.NaN);
    this.#length++;
  }

  /**
   * A copy of one column, length `length`.
   * @throws {HeteroGraphError} UNKNOWN_COLUMN
   */
  column(name: string): Float64Array {
    const values = this.#columns.get(name);
    if (!values) {
      throw new HeteroGraphError('UNKNOWN_COLUMN', `The history has no column "${name}".`, {
        column: name,
        hint: `It has: ${this.names.join(', ') || 'none'}.`,
      });
    }
    return Float64Array.from(values);
  }

  /** Columns with null for NaN. Infinite values do not occur: a loss that is not finite stops the training. */
  toJSON(): HistoryColumns {
    const columns: HistoryColumns = {};
    for (const [name, values] of this.#columns) {
      columns[name] = values.map((value) => (Number.isFinite(value) ? value : null));
    }
    return columns;
  }

  /** An Arrow table with one Float64 column per name. */
  toArrow(): Table {
    return tableFromArrays(Object.fromEntries(this.names.map((name) => [name, this.column(name)])));
  }

  /** @throws {HeteroGraphError} SHAPE_MISMATCH where columns differ in length. */
  static fromJSON(columns: HistoryColumns): TrainingHistory {
    const history = new TrainingHistory();
    for (const [i, [name, values]] of Object.entries(columns).entries()) {
      if (i === 0) history.#length = values.length;
      if (values.length !== history.#length) {
        throw new HeteroGraphError('SHAPE_MISMATCH', `${values.length} values instead of ${history.#length}.`, {
          column: name,
        });
      }
      history.#columns.set(
        name,
        values.map((value) => value ?? Number.NaN),
      );
    }
    return history;
  }
}
