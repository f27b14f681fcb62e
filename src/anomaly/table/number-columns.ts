import { HeteroGraphError } from '../../core/index.js';
import { Dictionary, UNSEEN } from './dictionary.js';
import { expectNumbers, type KindOptions, kindsOf } from './kinds.js';
import { type Cell, cellNumber, cellText, type EventTable, readColumns } from './read-columns.js';

interface NumberColumn {
  readonly name: string;
  /** In place of a missing number. */
  readonly median: number;
}

interface RarityColumn {
  readonly name: string;
  readonly dictionary: Dictionary;
  /** By code, -log of the share of rows with the value; first that of a value that was never seen. */
  readonly rarities: Float64Array;
}

export interface NumberOptions extends KindOptions {
  /** Columns that are looked at; default all. */
  readonly columns?: readonly string[];
}

/** The columns of a table as numbers: numbers as they are, categories as -log of the share of rows with their value. */
export class NumberColumns {
  readonly #columns: readonly (NumberColumn | RarityColumn)[];
  /** Columns with missing numbers, which are taken as the median. */
  readonly imputed: readonly string[];

  private constructor(columns: readonly (NumberColumn | RarityColumn)[], imputed: readonly string[]) {
    this.#columns = columns;
    this.imputed = imputed;
  }

  /** @throws {HeteroGraphError} NO_ROWS; as `readColumns` and `kindsOf` do */
  static of(table: EventTable, { columns: names, ...options }: NumberOptions = {}): NumberColumns {
    const read = readColumns(table, names);
    if (read.numRows === 0 || read.columns.size === 0) {
      throw new HeteroGraphError('NO_ROWS', 'There are no rows to learn from.', { hint: 'Give a table with rows.' });
    }
    const kinds = kindsOf(read, options);
    const imputed: string[] = [];
    const columns = Array.from(read.columns, ([name, values]) => {
      if (kinds.get(name) === 'category') return rarityColumn(name, values);
      expectNumbers(name, values);
      const numbers = Float64Array.from(values, cellNumber)
        .filter((value) => !Number.isNaN(value))
        .sort();
      if (numbers.length < read.numRows) imputed.push(name);
      return { name, median: numbers[numbers.length >> 1] ?? 0 };
    });
    return new NumberColumns(columns, imputed);
  }

  get names(): string[] {
    return this.#columns.map(({ name }) => name);
  }

  /** One array a column, [rows] each. @throws {HeteroGraphError} UNKNOWN_COLUMN, SHAPE_MISMATCH, WRONG_DTYPE, NON_FINITE */
  encode(table: EventTable): Float64Array[] {
    const { columns } = readColumns(table, this.names);
    return this.#columns.map((column) => {
      const values = columns.get(column.name)!;
      if ('rarities' in column) {
        const codes = new Int32Array(values.length);
        column.dictionary.encodeInto(values, codes, 0, 1);
        return Float64Array.from(codes, (code) => column.rarities[code]!);
      }
      expectNumbers(column.name, values);
      return Float64Array.from(values, (cell) => {
        const value = cellNumber(cell);
        return Number.isNaN(value) ? column.median : value;
      });
    });
  }

  /** Of one row, what is shown of each value, whether it was never seen, and whether it is a number, which can only lie far out. */
  shown(
    row: Readonly<Record<string, readonly Cell[]>>,
  ): { readonly text: string | null; readonly isUnseen: boolean; readonly isFarOut: boolean }[] {
    return this.#columns.map((column) => {
      const cell = row[column.name]![0];
      if (!('rarities' in column)) return { text: cellText(cell), isUnseen: false, isFarOut: true };
      return { text: cellText(cell), isUnseen: column.dictionary.codeOf(cell) === UNSEEN, isFarOut: false };
    });
  }
}

function rarityColumn(name: string, values: ArrayLike<Cell>): RarityColumn {
  const dictionary = Dictionary.of(values);
  const counts = new Float64Array(dictionary.size + 1);
  const codes = new Int32Array(values.length);
  dictionary.encodeInto(values, codes, 0, 1);
  for (const code of codes) counts[code]!++;
  const total = values.length + counts.length;
  return { name, dictionary, rarities: counts.map((count) => -Math.log((count + 1) / total)) };
}
