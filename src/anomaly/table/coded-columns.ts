import { HeteroGraphError } from '../../core/index.js';
import { binCuts, binLabels } from './bins.js';
import { Dictionary } from './dictionary.js';
import { type ColumnKind, expectNumbers, type KindOptions, kindsOf } from './kinds.js';
import { type Cell, cellText, type EventTable, readColumns } from './read-columns.js';

/** A column as categories: its values, and of numbers where they are cut. */
export interface CodedColumn {
  readonly name: string;
  readonly dictionary: Dictionary;
  readonly cuts?: Float64Array;
}

/** A value as it is shown. */
export interface ShownValue {
  /** Of a number its bin; null where it is missing. */
  readonly text: string | null;
  /** Whether it was never seen. */
  readonly isUnseen: boolean;
}

/** Rows as codes. */
export interface CodedRows {
  readonly numRows: number;
  /** [numRows, columns], code 0 for what was never seen. */
  readonly codes: Int32Array;
}

export interface CodedOptions extends KindOptions {
  /** Columns that are looked at; default all. */
  readonly columns?: readonly string[];
  /** Bins of a column of numbers; default 10. */
  readonly bins?: number;
}

/** The columns of a table as categories. Numbers are cut into bins. */
export class CodedColumns {
  readonly columns: readonly CodedColumn[];

  constructor(columns: readonly CodedColumn[]) {
    this.columns = columns;
  }

  /** @throws {HeteroGraphError} NO_ROWS; as `readColumns` and `kindsOf` do */
  static of(table: EventTable, { columns: names, bins = 10, ...kindOptions }: CodedOptions = {}): CodedColumns {
    const read = readColumns(table, names);
    if (read.numRows === 0 || read.columns.size === 0) {
      throw new HeteroGraphError('NO_ROWS', 'There are no rows to learn from.', { hint: 'Give a table with rows.' });
    }
    const kinds: ReadonlyMap<string, ColumnKind> = kindsOf(read, kindOptions);
    return new CodedColumns(
      Array.from(read.columns, ([name, values]): CodedColumn => {
        if (kinds.get(name) === 'category') return { name, dictionary: Dictionary.of(values) };
        expectNumbers(name, values);
        const cuts = binCuts(values, bins);
        return { name, cuts, dictionary: Dictionary.of(binLabels(values, cuts)) };
      }),
    );
  }

  get names(): string[] {
    return this.columns.map(({ name }) => name);
  }

  /** The same with the values of more rows; cuts stay as they are. */
  extended(table: EventTable): CodedColumns {
    const read = readColumns(table, this.names);
    return new CodedColumns(
      this.columns.map((column) => {
        const dictionary = column.dictionary.extended(categories(column, read.columns.get(column.name)!));
        return { ...column, dictionary };
      }),
    );
  }

  /** @throws {HeteroGraphError} UNKNOWN_COLUMN, SHAPE_MISMATCH, WRONG_DTYPE */
  encode(table: EventTable): CodedRows {
    const { numRows, columns } = readColumns(table, this.names);
    const width = this.columns.length;
    const codes = new Int32Array(numRows * width);
    const encoders = this.columns.map((column) =>
      column.dictionary.encoder(categories(column, columns.get(column.name)!)),
    );
    // Some rows of all columns after the other, so that the rows stay in the cache until they are full.
    for (let from = 0; from < numRows; from += ROWS_AT_ONCE) {
      const to = Math.min(numRows, from + ROWS_AT_ONCE);
      for (let column = 0; column < width; column++) encoders[column]!(from, to, codes, from * width + column, width);
    }
    return { numRows, codes };
  }

  /** The values of one row, by its codes and, where they were never seen, as they are. */
  shown(codes: Int32Array, row: Readonly<Record<string, readonly Cell[]>>): ShownValue[] {
    return this.columns.map(({ name, dictionary }, at) => {
      const isUnseen = codes[at] === 0;
      return { text: isUnseen ? cellText(row[name]![0]) : dictionary.labels[codes[at]! - 1]!, isUnseen };
    });
  }
}

const ROWS_AT_ONCE = 512;

function categories({ name, cuts }: CodedColumn, values: ArrayLike<Cell>): ArrayLike<Cell> {
  if (cuts === undefined) return values;
  expectNumbers(name, values);
  return binLabels(values, cuts);
}
