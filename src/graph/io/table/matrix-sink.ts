import { Field, FixedSizeList, Float32, Int32, List, makeData, makeVector, Struct } from 'apache-arrow';
import { parseDecimal } from '../bytes/parse-cell.js';
import type { ColumnSink, FinishedColumn } from './column-sink.js';
import { Validity } from './validity.js';

/** Growing pair of columns of a sparse matrix, or the values of a dense one. */
class FloatBuffer {
  values = new Float32Array(256);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float32Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }
}

function isFloat(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(Math.fround(value));
}

function words(cell: string): string[] {
  const text = cell.replace(/^\s*\[?\s*|\s*\]?\s*$/g, '');
  // A cell between two commas that is empty must not let the next take its place.
  return text === '' ? [] : text.split(/\s*,\s*|\s+/);
}

/** A dense matrix column: each cell holds `width` numbers, as an array or as text with blanks or commas between. */
export class DenseSink implements ColumnSink {
  readonly #validity = new Validity();
  readonly #declaredWidth: number | undefined;
  readonly #nullable: boolean;
  #width: number | undefined;
  #buffer = new FloatBuffer();
  #length = 0;

  constructor(width: number | undefined, nullable = true) {
    this.#declaredWidth = width;
    this.#width = width;
    this.#nullable = nullable;
  }

  get length(): number {
    return this.#length;
  }

  appendText(cell: string): boolean {
    return this.#append(words(cell).map((word) => parseDecimal(word)));
  }

  appendValue(value: unknown): boolean {
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return this.#append([...(value as Float32Array)]);
    return Array.isArray(value) && this.#append(value);
  }

  /** A null before the width is known waits for it. */
  appendNull(): boolean {
    if (!this.#nullable) return false;
    this.#validity.setNull(this.#length++);
    for (let i = 0; i < (this.#width ?? 0); i++) this.#buffer.push(0);
    return true;
  }

  truncate(length: number): void {
    this.#validity.truncate(length, this.#length);
    this.#length = length;
    this.#buffer.length = length * (this.#width ?? 0);
  }

  flush(): void {}

  finish(): FinishedColumn {
    const width = this.#width ?? 1;
    const length = this.#length;
    const values = new Float32Array(length * width);
    values.set(this.#buffer.values.subarray(0, this.#buffer.length));
    const child = makeData({ type: new Float32(), length: values.length, nullCount: 0, data: values });
    const type = new FixedSizeList(width, new Field('item', new Float32(), false));
    const nulls = this.#validity.take(length);
    const vector = makeVector(makeData({ type, length, child, ...nulls }));
    this.#buffer = new FloatBuffer();
    this.#length = 0;
    this.#width = this.#declaredWidth;
    return { type: 'dense', vector, nullCount: nulls.nullCount, width };
  }

  #append(numbers: readonly unknown[]): boolean {
    // Rows of no numbers are those of a column that is declared so.
    if (numbers.length !== (this.#width ?? (numbers.length || undefined))) return false;
    for (const value of numbers) if (!isFloat(value)) return false;
    if (this.#width === undefined) {
      this.#width = numbers.length;
      for (let i = 0; i < this.#length * numbers.length; i++) this.#buffer.push(0);
    }
    for (const value of numbers) this.#buffer.push(value as number);
    this.#length++;
    return true;
  }
}

/** A sparse matrix column: each cell holds `index:value` pairs, as text with blanks between or as an array of pairs. */
export class SparseSink implements ColumnSink {
  readonly #validity = new Validity();
  readonly #declaredWidth: number | undefined;
  readonly #nullable: boolean;
  #largest = -1;
  #indices = new Int32Array(256);
  #values = new FloatBuffer();
  #offsets = new Int32Array(257);
  #length = 0;

  constructor(width: number | undefined, nullable = true) {
    this.#declaredWidth = width;
    this.#nullable = nullable;
  }

  get length(): number {
    return this.#length;
  }

  appendText(cell: string): boolean {
    const pairs = words(cell).map((word) => {
      const at = word.indexOf(':');
      return at < 0 ? undefined : [parseDecimal(word.slice(0, at)), parseDecimal(word.slice(at + 1))];
    });
    return this.#append(pairs);
  }

  appendValue(value: unknown): boolean {
    return Array.isArray(value) && this.#append(value);
  }

  /** Where a row may not be null, an absent one has no entries. */
  appendNull(): boolean {
    if (this.#nullable) this.#validity.setNull(this.#length);
    return this.#append([]);
  }

  truncate(length: number): void {
    this.#validity.truncate(length, this.#length);
    this.#length = length;
    this.#values.length = this.#offsets[length]!;
  }

  flush(): void {}

  finish(): FinishedColumn {
    const length = this.#length;
    const entries = this.#values.length;
    const index = makeData({ type: new Int32(), length: entries, nullCount: 0, data: this.#indices.slice(0, entries) });
    const data = this.#values.values.slice(0, entries);
    const value = makeData({ type: new Float32(), length: entries, nullCount: 0, data });
    const entry = new Struct<{ index: Int32; value: Float32 }>([
      new Field('index', new Int32(), false),
      new Field('value', new Float32(), false),
    ]);
    const child = makeData({ type: entry, length: entries, nullCount: 0, children: [index, value] });
    const valueOffsets = this.#offsets.slice(0, length + 1);
    const nulls = this.#validity.take(length);
    const type = new List(new Field('item', entry, false));
    const vector = makeVector(makeData({ type, length, valueOffsets, child, ...nulls }));
    const width = this.#declaredWidth ?? Math.max(1, this.#largest + 1);
    this.#length = 0;
    this.#largest = -1;
    this.#values = new FloatBuffer();
    this.#indices = new Int32Array(256);
    this.#offsets = new Int32Array(257);
    return { type: 'sparse', vector, nullCount: nulls.nullCount, width };
  }

  #append(pairs: readonly unknown[]): boolean {
    let last = -1;
    for (const pair of pairs) {
      if (!Array.isArray(pair) || pair.length !== 2 || !isFloat(pair[1])) return false;
      const index: unknown = pair[0];
      if (!Number.isInteger(index) || (index as number) <= last) return false;
      if ((index as number) >= (this.#declaredWidth ?? 2 ** 31 - 1)) return false;
      last = index as number;
    }
    for (const [index, value] of pairs as [number, number][]) {
      const at = this.#values.length;
      if (at === this.#indices.length) {
        const larger = new Int32Array(at * 2);
        larger.set(this.#indices);
        this.#indices = larger;
      }
      this.#indices[at] = index;
      this.#values.push(value);
    }
    this.#largest = Math.max(this.#largest, last);
    this.#length++;
    if (this.#length === this.#offsets.length) {
      const larger = new Int32Array(this.#length * 2);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    this.#offsets[this.#length] = this.#values.length;
    return true;
  }
}
