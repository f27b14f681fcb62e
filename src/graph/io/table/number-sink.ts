import { Float32, Float64, Int32, Int64, makeData, makeVector } from 'apache-arrow';
import { parseDecimal, trimBlanks } from '../bytes/parse-cell.js';
import type { ColumnSink, FinishedColumn } from './column-sink.js';
import { Validity } from './validity.js';

type NumberType = 'int32' | 'float32' | 'float64';
type NumberArray = Int32Array | Float32Array | Float64Array;

const ARRAYS = { int32: Int32Array, float32: Float32Array, float64: Float64Array };
const ARROW = { int32: () => new Int32(), float32: () => new Float32(), float64: () => new Float64() };

/** A column of int32, float32 or float64. */
export class NumberSink implements ColumnSink {
  readonly type: NumberType;
  readonly validity = new Validity();
  #values: NumberArray;
  #length = 0;
  readonly #nullable: boolean;

  constructor(type: NumberType, nullable = true) {
    this.type = type;
    this.#nullable = nullable;
    this.#values = new ARRAYS[type](256);
  }

  get length(): number {
    return this.#length;
  }

  at(row: number): number {
    return this.#values[row]!;
  }

  appendText(cell: string): boolean {
    return this.appendNumber(parseDecimal(cell));
  }

  appendValue(value: unknown): boolean {
    if (typeof value === 'bigint') return this.type !== 'int32' && this.appendNumber(Number(value));
    return typeof value === 'number' && this.appendNumber(value);
  }

  /** Takes a finite number that the type can hold. */
  appendNumber(value: number): boolean {
    if (this.type === 'int32') {
      if ((value | 0) !== value) return false;
    } else if (!Number.isFinite(this.type === 'float32' ? Math.fround(value) : value)) return false;
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length++] = value;
    return true;
  }

  appendNull(): boolean {
    if (!this.#nullable) return false;
    this.validity.setNull(this.#length);
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length++] = 0;
    return true;
  }

  truncate(length: number): void {
    this.validity.truncate(length, this.#length);
    this.#length = length;
  }

  flush(): void {}

  finish(): FinishedColumn {
    const data = this.#values.slice(0, this.#length);
    const nulls = this.validity.take(data.length);
    const vector = makeVector(makeData({ type: ARROW[this.type](), length: data.length, data, ...nulls } as never));
    this.#length = 0;
    this.#values = new ARRAYS[this.type](256);
    return { type: this.type, vector, nullCount: nulls.nullCount };
  }

  #grow(): void {
    const larger = new ARRAYS[this.type](this.#values.length * 2);
    larger.set(this.#values);
    this.#values = larger;
  }
}

const INTEGER = /^[+-]?\d{1,20}$/;

/** The whole number that a cell spells. */
export function wholeNumber(cell: string): bigint | undefined {
  const word = trimBlanks(cell);
  return INTEGER.test(word) ? BigInt(word.replace('+', '')) : undefined;
}

/** The number that a cell spells as an id; NaN where a double would be another. */
export function numericId(cell: string): number {
  const value = parseDecimal(cell);
  const isLossy = Number.isInteger(value) && !Number.isSafeInteger(value) && String(value) !== trimBlanks(cell);
  return isLossy ? Number.NaN : value;
}

/** A column of 64 bit integers. */
export class Int64Sink implements ColumnSink {
  readonly #validity = new Validity();
  #values = new BigInt64Array(256);
  #length = 0;
  readonly #nullable: boolean;

  constructor(nullable = true) {
    this.#nullable = nullable;
  }

  get length(): number {
    return this.#length;
  }

  appendText(cell: string): boolean {
    const value = wholeNumber(cell);
    return value !== undefined && this.#append(value);
  }

  appendValue(value: unknown): boolean {
    if (typeof value === 'bigint') return this.#append(value);
    if (typeof value === 'string') return this.appendText(value);
    return Number.isSafeInteger(value) && this.#append(BigInt(value as number));
  }

  appendNull(): boolean {
    if (!this.#nullable) return false;
    this.#validity.setNull(this.#length);
    return this.#append(0n);
  }

  truncate(length: number): void {
    this.#validity.truncate(length, this.#length);
    this.#length = length;
  }

  flush(): void {}

  finish(): FinishedColumn {
    const data = this.#values.slice(0, this.#length);
    const nulls = this.#validity.take(data.length);
    const vector = makeVector(makeData({ type: new Int64(), length: data.length, data, ...nulls }));
    this.#length = 0;
    this.#values = new BigInt64Array(256);
    return { type: 'int64', vector, nullCount: nulls.nullCount };
  }

  #append(value: bigint): boolean {
    if (BigInt.asIntN(64, value) !== value) return false;
    if (this.#length === this.#values.length) {
      const larger = new BigInt64Array(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
    return true;
  }
}
