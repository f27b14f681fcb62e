import { mustStayText, parseDecimal } from '../bytes/parse-cell.js';
import { BoolSink } from './bool-sink.js';
import type { ColumnSink, FinishedColumn } from './column-sink.js';
import { DenseSink } from './matrix-sink.js';
import { NumberSink } from './number-sink.js';
import { TextSink } from './text-sink.js';

/** Texts in an array, of which the column is text with arrays of JSON; none at all are no columns of a matrix either. */
function isTagList(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' || each === null);
}

type Inner = NumberSink | BoolSink | TextSink | DenseSink;

/**
 * A column whose type is found out from its cells: true/false -> bool, else int32, widened to float64 and to text as
 * later cells demand. Nothing is lost by widening: where the text of a number is not what the number prints ("007",
 * "1.50"), the text is kept as well until the column is finished. Whole numbers beyond 2^53 make the column text.
 * Values (`appendValue`) widen int32 to float64 only: a column of numbers and strings is refused, not guessed at.
 */
export class InferSink implements ColumnSink {
  #inner: Inner | undefined;
  #nulls = 0;
  #texts = new Map<number, string>();

  get length(): number {
    return this.#inner?.length ?? this.#nulls;
  }

  /** Type so far; undefined where every cell was empty. */
  get type(): 'int32' | 'float64' | 'bool' | 'utf8' | 'dense' | undefined {
    if (this.#inner instanceof NumberSink) return this.#inner.type === 'int32' ? 'int32' : 'float64';
    if (this.#inner instanceof BoolSink) return 'bool';
    if (this.#inner instanceof DenseSink) return 'dense';
    return this.#inner ? 'utf8' : undefined;
  }

  appendText(cell: string): boolean {
    const inner = this.#inner;
    if (inner instanceof TextSink || inner instanceof DenseSink) return inner.appendText(cell);
    if (inner instanceof NumberSink || inner === undefined) {
      const value = parseDecimal(cell);
      if (!Number.isNaN(value) && !mustStayText(cell, value)) return this.appendNumber(value, cell);
      if (inner === undefined && (cell === 'true' || cell === 'false'))
        return this.#start(new BoolSink()).appendText(cell);
    } else if (inner instanceof BoolSink && (cell === 'true' || cell === 'false')) return inner.appendText(cell);
    return this.widenToText().appendText(cell);
  }

  /** Takes a number and the text it was read from, where that may not be what the number prints. */
  appendNumber(value: number, text?: string): boolean {
    if (!Number.isFinite(value)) return false;
    const isCanonical = text === undefined || String(value) === text;
    const isInt = (value | 0) === value && !Object.is(value, -0);
    let inner = this.#inner;
    if (inner === undefined) inner = this.#start(new NumberSink(isInt ? 'int32' : 'float64'));
    if (inner instanceof NumberSink) {
      if (inner.type === 'int32' && !isInt) inner = this.#widenToFloat(inner);
      if (!isCanonical) this.#texts.set(inner.length, text);
      return inner.appendNumber(value);
    }
    return this.widenToText().appendText(text ?? String(value));
  }

  appendValue(value: unknown): boolean {
    if (typeof value === 'number') {
      if (this.#inner instanceof NumberSink || this.#inner === undefined) return this.appendNumber(value);
      return false;
    }
    if (typeof value === 'bigint') return String(Number(value)) === String(value) && this.appendValue(Number(value));
    let inner = this.#inner;
    if (inner === undefined) {
      if (typeof value === 'boolean') inner = this.#start(new BoolSink());
      else if (typeof value === 'string') inner = this.#start(new TextSink());
      else if (isTagList(value)) inner = this.#start(new TextSink());
      else if (Array.isArray(value) || ArrayBuffer.isView(value)) inner = this.#start(new DenseSink(undefined));
      else return false;
    }
    if (inner instanceof NumberSink || (inner instanceof TextSink && typeof value !== 'string' && !isTagList(value)))
      return false;
    return inner.appendValue(value);
  }

  appendNull(): boolean {
    if (this.#inner) return this.#inner.appendNull();
    this.#nulls++;
    return true;
  }

  truncate(length: number): void {
    for (let row = length; row < this.length && this.#texts.size > 0; row++) this.#texts.delete(row);
    if (this.#inner) this.#inner.truncate(length);
    else this.#nulls = Math.min(this.#nulls, length);
  }

  flush(): void {
    this.#inner?.flush();
  }

  /** A column without any value is text. */
  finish(): FinishedColumn {
    const inner = this.#inner ?? this.#start(new TextSink());
    this.#texts = new Map();
    return inner.finish();
  }

  /** Makes the column text from its first row on. O(rows). */
  widenToText(): TextSink {
    const from = this.#inner;
    if (from instanceof TextSink) return from;
    const texts = this.#texts;
    const sink = new TextSink();
    const length = this.length;
    for (let row = 0; row < length; row++) {
      if (from === undefined || from instanceof DenseSink || from.validity.isNull(row)) sink.appendNull();
      else sink.appendText(texts.get(row) ?? String(from.at(row)));
    }
    this.#inner = sink;
    this.#texts = new Map();
    return sink;
  }

  #start<T extends Inner>(sink: T): T {
    for (let i = 0; i < this.#nulls; i++) sink.appendNull();
    this.#inner = sink;
    return sink;
  }

  #widenToFloat(from: NumberSink): NumberSink {
    const sink = new NumberSink('float64');
    for (let row = 0; row < from.length; row++) {
      if (from.validity.isNull(row)) sink.appendNull();
      else sink.appendNumber(from.at(row));
    }
    this.#inner = sink;
    return sink;
  }
}
