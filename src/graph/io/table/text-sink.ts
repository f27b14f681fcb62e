import { makeData, makeVector, Utf8 } from 'apache-arrow';
import { builtin, HeteroGraphError } from '../../../core/index.js';
import { isWellFormed } from '../../schema/well-formed.js';
import type { ColumnSink, FinishedColumn } from './column-sink.js';
import { Validity } from './validity.js';

const encoder = new TextEncoder();
const MAX_PENDING = 65_536;
const MAX_BYTES = 2 ** 31 - 1;

/**
 * A column of text, packed as UTF-8 bytes and offsets. Cells wait as strings only until the next flush; a flush joins
 * them and encodes all at once, which is several times faster than one by one.
 */
export class TextSink implements ColumnSink {
  readonly #validity = new Validity();
  readonly #nullable: boolean;
  #pending: string[] = [];
  #offsets = new Int32Array(257);
  #bytes = new Uint8Array(4096);
  #packed = 0;

  constructor(nullable = true) {
    this.#nullable = nullable;
  }

  get length(): number {
    return this.#packed + this.#pending.length;
  }

  appendText(cell: string): boolean {
    this.#pending.push(cell);
    if (this.#pending.length >= MAX_PENDING) this.flush();
    return true;
  }

  appendValue(value: unknown): boolean {
    // Half of a surrogate pair, which JSON can spell, cannot be written as UTF-8.
    if (typeof value === 'string') return isWellFormed(value) && this.appendText(value);
    if (Array.isArray(value)) {
      // A list of tags.
      const isList = value.every((each) => each === null || (typeof each === 'string' && isWellFormed(each)));
      return isList && this.appendText(JSON.stringify(value));
    }
    const isPlain = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint';
    return isPlain && this.appendText(String(value));
  }

  /** Where text may not be null, an absent text is an empty one. */
  appendNull(): boolean {
    if (this.#nullable) this.#validity.setNull(this.length);
    return this.appendText('');
  }

  truncate(length: number): void {
    this.#validity.truncate(length, this.length);
    this.#pending.length = Math.max(0, length - this.#packed);
    this.#packed = Math.min(this.#packed, length);
  }

  flush(): void {
    const cells = this.#pending;
    if (cells.length === 0) return;
    const rows = this.#packed + cells.length;
    if (rows + 1 > this.#offsets.length) {
      const larger = new Int32Array(Math.max(rows + 1, this.#offsets.length * 2));
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    const joined = cells.join('');
    let end = this.#offsets[this.#packed]!;
    const start = end;
    this.#reserve(end, joined.length);
    const { read, written } = encoder.encodeInto(joined, this.#bytes.subarray(start));
    // Only ASCII takes a byte for each character.
    if (read === joined.length && written === joined.length) {
      for (let i = 0; i < cells.length; i++) {
        end += cells[i]!.length;
        this.#offsets[this.#packed + i + 1] = end;
      }
    } else {
      for (let i = 0; i < cells.length; i++) {
        end += utf8Length(cells[i]!);
        this.#offsets[this.#packed + i + 1] = end;
      }
      this.#reserve(start, end - start);
      const bytes = this.#bytes.subarray(start, end);
      const all = encoder.encodeInto(joined, bytes);
      // Halves of surrogate pairs at the ends of neighbouring cells: joined they became one character.
      if (all.read < joined.length || all.written < bytes.length) {
        let at = 0;
        for (const cell of cells) at += encoder.encodeInto(cell, bytes.subarray(at)).written;
      }
    }
    this.#packed = rows;
    this.#pending = [];
  }

  finish(): FinishedColumn {
    this.flush();
    const length = this.#packed;
    const nulls = this.#validity.take(length);
    const valueOffsets = this.#offsets.slice(0, length + 1);
    const data = this.#bytes.slice(0, valueOffsets[length]!);
    const type = new Utf8();
    const vector = makeVector(makeData({ type, length, valueOffsets, data, ...nulls }));
    this.#packed = 0;
    this.#offsets = new Int32Array(257);
    this.#bytes = new Uint8Array(4096);
    return { type: 'utf8', vector, nullCount: nulls.nullCount };
  }

  #reserve(end: number, size: number): void {
    if (end + size > MAX_BYTES) {
      throw new HeteroGraphError('TOO_LARGE', 'A text column holds at most 2 GiB.', {
        hint: 'Leave the column out, or split the table.',
      });
    }
    if (end + size <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.min(MAX_BYTES, Math.max(end + size, this.#bytes.length * 2)));
    larger.set(this.#bytes.subarray(0, end));
    this.#bytes = larger;
  }
}

/** Bytes that a text takes as UTF-8; Node counts them faster than a loop over its characters. */
const utf8Length: (text: string) => number =
  builtin<typeof import('node:buffer')>('node:buffer')?.Buffer.byteLength ?? countUtf8;

/** Half of a surrogate pair becomes a replacement character of 3 bytes. */
function countUtf8(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) length++;
    else if (unit < 0x800) length += 2;
    else {
      const isPair = unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
      length += isPair ? 4 : 3;
      if (isPair) i++;
    }
  }
  return length;
}
