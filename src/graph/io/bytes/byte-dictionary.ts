import { HeteroGraphError } from '../../../core/index.js';

const MAX_BYTES = 1 << 24;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Gives each distinct run of bytes a small number, in order of first appearance, without a string per look-up: FNV-1a
 * hash, open addressing, the bytes compared. Meant for few distinct values (relations, types) met millions of times.
 */
export class ByteDictionary {
  #slots = new Int32Array(64).fill(-1);
  #hashes = new Int32Array(32);
  #offsets = new Int32Array(33);
  #bytes = new Uint8Array(1024);
  #size = 0;
  readonly #limit: number;

  /** @param limit largest number of distinct values; more raise TOO_LARGE, wrong bytes INVALID_UTF8. */
  constructor(limit = 65_536) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#size;
  }

  /** Code of `bytes[start..end)`, a new one where it has none yet. O(end - start). */
  code(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5 | 0;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const code = this.#slots[slot]!;
      if (code < 0) return this.#add(bytes, start, end, hash);
      if (this.#hashes[code] === hash && this.#equals(code, bytes, start, end)) return code;
      slot = (slot + 1) & mask;
    }
  }

  /** The distinct values as text, by code. */
  values(): string[] {
    return Array.from({ length: this.#size }, (_, code) =>
      UTF8.decode(this.#bytes.subarray(this.#offsets[code]!, this.#offsets[code + 1]!)),
    );
  }

  #equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#offsets[code]!;
    if (this.#offsets[code + 1]! - from !== end - start) return false;
    for (let i = 0; i < end - start; i++) if (this.#bytes[from + i] !== bytes[start + i]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const code = this.#size;
    const from = this.#offsets[code]!;
    const to = from + end - start;
    if (code >= this.#limit || to > MAX_BYTES) {
      throw new HeteroGraphError('TOO_LARGE', `The column holds more than ${this.#limit} distinct values.`);
    }
    try {
      UTF8.decode(bytes.subarray(start, end));
    } catch (cause) {
      throw new HeteroGraphError('INVALID_UTF8', 'The cell is not valid UTF-8.', { cause });
    }
    if (code + 1 >= this.#hashes.length) {
      this.#hashes = grown(this.#hashes, new Int32Array(this.#hashes.length * 2));
      this.#offsets = grown(this.#offsets, new Int32Array(this.#hashes.length + 1));
    }
    if (to > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(to * 2));
    this.#bytes.set(bytes.subarray(start, end), from);
    this.#hashes[code] = hash;
    this.#offsets[code + 1] = to;
    this.#size = code + 1;
    if (this.#size * 2 > this.#slots.length) this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    else return this.#place(code);
    for (let each = 0; each < this.#size; each++) this.#place(each);
    return code;
  }

  #place(code: number): number {
    const mask = this.#slots.length - 1;
    const hash = this.#hashes[code]!;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = code;
    return code;
  }
}

function grown<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
