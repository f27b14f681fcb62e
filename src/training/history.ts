import { type Table, tableFromArrays } from 'apache-arrow';
import { HeteroGraphError, type ShownTable, showAs, tablesHtml, tablesText } from '../core/index.js';
import type { HistoryColumns } from '../files/index.js';

/** Epochs and columns of a history that are printed. */
const [FIRST, LAST, MAX_COLUMNS] = [3, 7, 12];

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

  /** The first and last epochs for people: what Node, Deno and notebooks print of a history. */
  toString(): string {
    return tablesText(...this.#shown());
  }

  /** The same as an HTML table. */
  toHTML(): string {
    return tablesHtml(...this.#shown());
  }

  #shown(): [title: string, tables: ShownTable[]] {
    const [names, columns] = [this.names.slice(0, MAX_COLUMNS), [...this.#columns.values()]];
    const all = Array.from({ length: this.#length }, (_, row) => row);
    const hidden = this.#length - FIRST - LAST;
    const rows = hidden > 0 ? [...all.slice(0, FIRST), ...all.slice(-LAST)] : all;
    const note = hidden > 0 ? { note: `${hidden} epochs between them are not shown` } : {};
    const title = `TrainingHistory: ${this.#length} ${this.#length === 1 ? 'epoch' : 'epochs'}`;
    if (this.#length === 0) return [title, []];
    const cells = rows.map((row) => names.map((_, c) => columns[c]![row]!));
    return [title, [{ title: 'Epochs', heads: names, rows: cells, ...note }]];
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
        throw new HeteroGraphError(
          'SHAPE_MISMATCH',
          `The column has ${values.length} values instead of ${history.#length}.`,
          {
            column: name,
            hint: 'Give one value an epoch in every column.',
          },
        );
      }
      history.#columns.set(
        name,
        values.map((value) => value ?? Number.NaN),
      );
    }
    return history;
  }
}

showAs(TrainingHistory.prototype, (history) => ({ 'text/html': history.toHTML() }));
