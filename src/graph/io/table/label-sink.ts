import { Int32, makeData, makeVector } from 'apache-arrow';
import type { ColumnSink, FinishedColumn } from './column-sink.js';
import { NumberSink } from './number-sink.js';

/**
 * A single-label column: cells name classes, the column holds their numbers. With declared classes other names are
 * refused; without, the classes are the names in the column, in ascending order (as numbers where all of them are).
 */
export class LabelSink implements ColumnSink {
  readonly #codes = new Map<string, number>();
  readonly #declared: readonly string[] | undefined;
  readonly #values: NumberSink;

  constructor(classes: readonly string[] | undefined) {
    this.#declared = classes;
    this.#values = new NumberSink('int32');
    for (const [code, name] of (classes ?? []).entries()) this.#codes.set(name, code);
  }

  get length(): number {
    return this.#values.length;
  }

  appendText(cell: string): boolean {
    let code = this.#codes.get(cell);
    if (code === undefined) {
      if (this.#declared) return false;
      code = this.#codes.size;
      this.#codes.set(cell, code);
    }
    return this.#values.appendNumber(code);
  }

  /** Where classes are declared, a number is the number of a class; a string is always a name. */
  appendValue(value: unknown): boolean {
    if (typeof value === 'number' && this.#declared) {
      return value >= 0 && value < this.#declared.length && this.#values.appendNumber(value);
    }
    const isPlain = ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
    return isPlain && this.appendText(String(value));
  }

  appendNull(): boolean {
    return this.#values.appendNull();
  }

  truncate(length: number): void {
    this.#values.truncate(length);
  }

  flush(): void {}

  finish(): FinishedColumn {
    if (this.#declared) return { ...this.#values.finish(), classes: this.#declared };
    // Truncated rows may have left a name that no row has.
    const used = new Set<number>();
    const { length, validity } = this.#values;
    for (let row = 0; row < length; row++) if (!validity.isNull(row)) used.add(this.#values.at(row));
    const names = [...this.#codes.keys()].filter((_, code) => used.has(code));
    const areNumbers = names.every((name) => /^-?\d+$/.test(name) && Number.isSafeInteger(Number(name)));
    const classes = areNumbers ? names.sort((a, b) => Number(a) - Number(b)) : names.sort();
    const order = new Map(classes.map((name, rank) => [name, rank]));
    const rankOf = Int32Array.from([...this.#codes.keys()], (name) => order.get(name) ?? -1);
    const data = new Int32Array(length);
    for (let row = 0; row < length; row++) data[row] = validity.isNull(row) ? 0 : rankOf[this.#values.at(row)]!;
    const nulls = validity.take(length);
    const vector = makeVector(makeData({ type: new Int32(), length, data, ...nulls }));
    this.#values.truncate(0);
    this.#codes.clear();
    return { type: 'int32', vector, nullCount: nulls.nullCount, classes };
  }
}
