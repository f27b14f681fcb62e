import { Bool, makeData, makeVector } from 'apache-arrow';
import { parseBoolCell } from '../bytes/parse-cell.js';
import type { ColumnSink, FinishedColumn } from './column-sink.js';
import { Validity } from './validity.js';

/** A column of true and false, one bit per row. */
export class BoolSink implements ColumnSink {
  readonly validity = new Validity();
  readonly #nullable: boolean;
  #bits = new Uint8Array(64);
  #length = 0;

  constructor(nullable = true) {
    this.#nullable = nullable;
  }

  get length(): number {
    return this.#length;
  }

  at(row: number): boolean {
    return (this.#bits[row >> 3]! & (1 << (row & 7))) !== 0;
  }

  appendText(cell: string): boolean {
    const value = parseBoolCell(cell);
    return value !== undefined && this.#append(value);
  }

  appendValue(value: unknown): boolean {
    if (value === 0 || value === 1) return this.#append(value === 1);
    return typeof value === 'boolean' && this.#append(value);
  }

  appendNull(): boolean {
    if (!this.#nullable) return false;
    this.validity.setNull(this.#length);
    return this.#append(false);
  }

  truncate(length: number): void {
    this.validity.truncate(length, this.#length);
    this.#length = length;
  }

  flush(): void {}

  finish(): FinishedColumn {
    const length = this.#length;
    const nulls = this.validity.take(length);
    const data = this.#bits.slice(0, Math.ceil(length / 8));
    // Bits after a truncation may be stale; equal columns must have equal bytes.
    if (length & 7) data[data.length - 1]! &= (1 << (length & 7)) - 1;
    const vector = makeVector(makeData({ type: new Bool(), length, data, ...nulls }));
    this.#length = 0;
    this.#bits = new Uint8Array(64);
    return { type: 'bool', vector, nullCount: nulls.nullCount };
  }

  #append(value: boolean): boolean {
    const row = this.#length++;
    if (row >> 3 >= this.#bits.length) {
      const larger = new Uint8Array(this.#bits.length * 2);
      larger.set(this.#bits);
      this.#bits = larger;
    }
    if (value) this.#bits[row >> 3]! |= 1 << (row & 7);
    else this.#bits[row >> 3]! &= ~(1 << (row & 7));
    return true;
  }
}
