import type { SparseMatrix } from '../../core/index.js';
import { growableFloat32, growableInt32 } from '../../graph/internal.js';

/** Counts of lower-case runs of Latin letters, hashed (FNV-1a, 32 bits) into buckets; a sparse row a text. */
export class HashedWords {
  readonly #buckets: number;
  readonly #counts: Int32Array;
  #touched = new Int32Array(64);
  readonly #indptr = growableInt32();
  readonly #indices = growableInt32();
  readonly #values = growableFloat32();

  constructor(buckets: number) {
    this.#buckets = buckets;
    this.#counts = new Int32Array(buckets);
    this.#indptr.push(0);
  }

  /** Adds the row of a text. O(bytes + d^2) for d distinct buckets of the row. */
  addRow(bytes: Uint8Array, start: number, end: number): void {
    let distinct = 0;
    for (let at = start; at < end; ) {
      let hash = 0x811c9dc5;
      let letter = letterOf(bytes[at]!);
      if (letter === 0) {
        at++;
        continue;
      }
      while (letter !== 0) {
        hash = Math.imul(hash ^ letter, 0x01000193);
        letter = ++at < end ? letterOf(bytes[at]!) : 0;
      }
      distinct = this.#count((hash >>> 0) % this.#buckets, distinct);
    }
    for (let i = 0; i < distinct; i++) {
      const bucket = this.#touched[i]!;
      this.#indices.push(bucket);
      this.#values.push(this.#counts[bucket]!);
      this.#counts[bucket] = 0;
    }
    this.#indptr.push(this.#indices.length);
  }

  finish(): SparseMatrix {
    const indptr = this.#indptr.done();
    const [indices, values] = [this.#indices.done(), this.#values.done()];
    return { kind: 'sparse', numRows: indptr.length - 1, width: this.#buckets, indptr, indices, values };
  }

  /** Counts a word; the buckets met stay in ascending order. */
  #count(bucket: number, distinct: number): number {
    if (this.#counts[bucket]!++ > 0) return distinct;
    if (distinct === this.#touched.length) {
      const larger = new Int32Array(distinct * 2);
      larger.set(this.#touched);
      this.#touched = larger;
    }
    let at = distinct;
    for (; at > 0 && this.#touched[at - 1]! > bucket; at--) this.#touched[at] = this.#touched[at - 1]!;
    this.#touched[at] = bucket;
    return distinct + 1;
  }
}

/** The letter in lower case, 0 where the byte is none. */
function letterOf(byte: number): number {
  const lower = byte | 32;
  return lower >= 97 && lower <= 122 && byte < 128 ? lower : 0;
}
