import type { ColumnMapping } from '../mapping/mapping.js';
import { cellNumber, cellValue } from './cell-values.js';

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

  constructor(mapping: ColumnMapping) {
    this.mapping = mapping;
  }

  /** Whether the values are texts. Classes are, whatever they look like. */
  get isText(): boolean {
    const { kind, role } = this.mapping;
    return kind === 'text' || kind === 'category' || (kind === 'boolean' && role === 'label');
  }

  append(cell: string | undefined, row: number): void {
    const text = cellValue(cell, this.mapping.nulls);
    if (this.isText) {
      this.#texts.push(text === undefined ? null : this.#once(text));
      return;
    }
    const value = text === undefined ? Number.NaN : cellNumber(text, this.mapping);
    if (text !== undefined && Number.isNaN(value)) {
      this.numBad++;
      this.firstBad ??= { row, text };
    }
    this.#numbers.push(value);
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
