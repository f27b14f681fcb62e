import type { ColumnMapping } from '../mapping/mapping.js';
import { cellNumber, cellValue } from './cell-values.js';
import { clockSeconds } from './clock.js';

/** A text, or null where there is none; or a number, NaN where there is none. */
export type CellReading = string | number | null;

/** A column that grows by cells: numbers (NaN where there is none) or texts. */
export class ColumnValues {
  readonly mapping: ColumnMapping;
  readonly #texts: (string | null)[] = [];
  readonly #numbers: number[] = [];
  /** Equal texts are kept once. */
  readonly #known = new Map<string, string>();
  /** Cells that are no value of the kind, which are taken as missing; the first of them. */
  numBad = 0;
  firstBad: { readonly row: number; readonly text: string } | undefined;

  readonly #nulls: readonly string[];

  /** @param nulls texts without value beside those of the mapping */
  constructor(mapping: ColumnMapping, nulls: readonly string[] = []) {
    this.mapping = mapping;
    this.#nulls = [...nulls, ...(mapping.nulls ?? [])];
  }

  /** Whether the values are texts. Classes are, whatever they look like. */
  get isText(): boolean {
    const { kind, role } = this.mapping;
    return kind === 'text' || kind === 'category' || kind === 'tags' || (kind === 'boolean' && role === 'label');
  }

  /**
   * The value of a cell; undefined where it is none of the kind.
   *
   * @param clock of dates: the cell with the time of day, midnight where it has no value
   */
  read(cell: string | undefined, clock?: string): CellReading | undefined {
    const text = cellValue(cell, this.#nulls);
    if (this.isText) return text ?? null;
    if (text === undefined) return Number.NaN;
    const time = cellValue(clock, this.#nulls);
    const value = cellNumber(text, this.mapping) + (time === undefined ? 0 : clockSeconds(time));
    return Number.isNaN(value) ? undefined : value;
  }

  /** Takes what {@link read} gave; a cell that is no value is missing, and counted. */
  append(value: CellReading | undefined, cell: string | undefined, row: number): void {
    if (value === undefined) {
      this.numBad++;
      this.firstBad ??= { row, text: cell!.trim() };
      this.#numbers.push(Number.NaN);
    } else if (typeof value === 'number') this.#numbers.push(value);
    else this.#texts.push(value === null ? null : this.#once(value));
  }

  /** The texts in an order of rows. */
  texts(order: Int32Array): (string | null)[] {
    return Array.from(order, (row) => this.#texts[row]!);
  }

  /** The numbers in an order of rows, NaN where there is none. */
  numbers(order: Int32Array): Float64Array {
    return Float64Array.from(order, (row) => this.#numbers[row]!);
  }

  #once(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, text);
    return text;
  }
}
