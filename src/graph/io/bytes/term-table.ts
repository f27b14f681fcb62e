import { HeteroGraphError } from '../../../core/index.js';
import { decodeUtf8 } from './utf8.js';

const MAX_BYTES = 2 ** 31 - 1;

/**
 * Gives each distinct run of bytes (an entity's name, an IRI, a literal) a number, in order of first appearance: FNV-1a
 * hash, open addressing, the bytes compared. No string is made. Memory: the bytes, and 16 to 28 bytes a term.
 */
export class TermTable {
  #slots = new Int32Array(64).fill(-1);
  #hashes = new Int32Array(32);
  #offsets = new Int32Array(33);
  #bytes = new Uint8Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Bytes of all terms; those of a term lie at `[start(term), end(term))`. Valid until a term is added. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  start(term: number): number {
    return this.#offsets[term]!;
  }

  end(term: number): number {
    return this.#offsets[term + 1]!;
  }

  /** Number of `bytes[start, end)`, a new one where it has none yet. @throws {HeteroGraphError} TOO_LARGE */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    const slot = this.#slot(bytes, start, end, hash);
    return this.#slots[slot]! >= 0 ? this.#slots[slot]! : this.#add(bytes, start, end, hash, slot);
  }

  /** Number of the bytes, -1 where they are no term. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.#slots[this.#slot(bytes, start, end, hashBytes(bytes, start, end))]!;
  }

  /** The term as text. */
  text(term: number): string {
    return decodeUtf8(this.#bytes.subarray(this.start(term), this.end(term)));
  }

  /** The slot that holds the bytes, or the free one where they belong. */
  #slot(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const term = this.#slots[slot]!;
      if (term < 0 || (this.#hashes[term] === hash && this.#equals(term, bytes, start, end))) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(term: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#offsets[term]!;
    if (this.#offsets[term + 1]! - from !== end - start) return false;
    for (let i = 0; i < end - start; i++) if (this.#bytes[from + i] !== bytes[start + i]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const term = this.#size;
    const from = this.#offsets[term]!;
    const to = from + end - start;
    if (to > MAX_BYTES) {
      throw new HeteroGraphError('TOO_LARGE', 'The names of all terms together exceed 2 GiB.', {
        hint: 'Split the file, or leave literals out.',
      });
    }
    if (term + 1 >= this.#hashes.length) {
      this.#hashes = grown(this.#hashes, new Int32Array(this.#hashes.length * 2));
      this.#offsets = grown(this.#offsets, new Int32Array(this.#hashes.length + 1));
    }
    if (to > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(Math.min(MAX_BYTES, to * 2)));
    this.#bytes.set(bytes.subarray(start, end), from);
    this.#hashes[term] = hash;
    this.#offsets[term + 1] = to;
    this.#size = term + 1;
    this.#slots[slot] = term;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return term;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (let term = 0; term < this.#size; term++) {
      const hash = this.#hashes[term]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = term;
    }
  }
}

function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash;
}

function grown<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
