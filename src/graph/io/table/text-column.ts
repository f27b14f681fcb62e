import { makeData, makeVector, Utf8, type Vector } from 'apache-arrow';
import { HeteroGraphError } from '../../../core/index.js';
import type { TermTable } from '../bytes/term-table.js';
import { Validity } from './validity.js';

const MAX_BYTES = 2 ** 31 - 1;

/** A text column that grows from bytes, which must be UTF-8: no string is made of them. */
export class TextColumn {
  readonly #validity = new Validity();
  #bytes = new Uint8Array(4096);
  #offsets = new Int32Array(257);
  #numRows = 0;
  #end = 0;

  get numRows(): number {
    return this.#numRows;
  }

  /** Whether the row that is being written has text already. */
  get isRowOpen(): boolean {
    return this.#end > this.#offsets[this.#numRows]!;
  }

  /** Adds bytes to the row that is being written. @throws {HeteroGraphError} TOO_LARGE beyond 2 GiB */
  append(bytes: Uint8Array, start: number, end: number): void {
    const size = this.#end + end - start;
    if (size > MAX_BYTES) {
      throw new HeteroGraphError('TOO_LARGE', 'A text column holds at most 2 GiB.', {
        hint: 'Leave the column out.',
      });
    }
    if (size > this.#bytes.length) {
      const larger = new Uint8Array(Math.min(MAX_BYTES, Math.max(size, this.#bytes.length * 2)));
      larger.set(this.#bytes.subarray(0, this.#end));
      this.#bytes = larger;
    }
    if (end - start < 24) for (let i = start; i < end; i++) this.#bytes[this.#end + i - start] = bytes[i]!;
    else this.#bytes.set(bytes.subarray(start, end), this.#end);
    this.#end = size;
  }

  /** Adds a term as a whole row. */
  appendTerm(terms: TermTable, term: number): void {
    this.append(terms.bytes, terms.start(term), terms.end(term));
    this.endRow();
  }

  /** Ends the row; its text is what was appended since the row before. */
  endRow(): void {
    if (this.#numRows + 2 > this.#offsets.length) {
      const larger = new Int32Array(this.#offsets.length * 2);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    this.#offsets[++this.#numRows] = this.#end;
  }

  /** Ends the row as a null. */
  endNull(): void {
    this.#validity.setNull(this.#numRows);
    this.#end = this.#offsets[this.#numRows]!;
    this.endRow();
  }

  /** The column; it is empty afterwards and may be filled again. */
  finish(): Vector<Utf8> {
    const length = this.#numRows;
    const valueOffsets = this.#offsets.slice(0, length + 1);
    const data = this.#bytes.slice(0, valueOffsets[length]);
    const nulls = this.#validity.take(length);
    this.#numRows = 0;
    this.#end = 0;
    return makeVector(makeData({ type: new Utf8(), length, valueOffsets, data, ...nulls }));
  }
}
