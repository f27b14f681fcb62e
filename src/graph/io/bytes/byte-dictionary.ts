import { HeteroGraphError } from '../../../core/index.js';
import { TermTable } from './term-table.js';
import { isUtf8 } from './utf8.js';

const MAX_BYTES = 1 << 24;

/**
 * Gives each distinct cell of a column (relations, types) a small number, in order of first appearance, without a string
 * per look-up. Meant for few distinct values that come millions of times; their bytes are checked once.
 */
export class ByteDictionary {
  readonly #terms = new TermTable();
  readonly #limit: number;
  readonly #maxBytes: number;

  /** @param limit largest number of distinct values; more raise TOO_LARGE, wrong bytes INVALID_UTF8. */
  constructor(limit = 65_536, maxBytes = MAX_BYTES) {
    this.#limit = limit;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#terms.size;
  }

  /** Code of `bytes[start..end)`, a new one where it has none yet. O(end - start). */
  code(bytes: Uint8Array, start: number, end: number): number {
    const known = this.#terms.find(bytes, start, end);
    return known >= 0 ? known : this.#add(bytes, start, end);
  }

  text(code: number): string {
    return this.#terms.text(code);
  }

  /** The distinct values as text, by code. */
  values(): string[] {
    return Array.from({ length: this.size }, (_, code) => this.#terms.text(code));
  }

  #add(bytes: Uint8Array, start: number, end: number): number {
    if (this.size >= this.#limit || this.#terms.start(this.size) + end - start > this.#maxBytes) {
      throw new HeteroGraphError(
        'TOO_LARGE',
        `The column holds more than ${this.#limit} different texts, or longer ones than can be kept.`,
      );
    }
    if (!isUtf8(bytes.subarray(start, end))) {
      throw new HeteroGraphError('INVALID_UTF8', 'The cell is not valid UTF-8.');
    }
    return this.#terms.intern(bytes, start, end);
  }
}
