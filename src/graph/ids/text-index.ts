import type { Data } from 'apache-arrow';

const encoder = new TextEncoder();

/**
 * Finds rows of a text column by their text: open addressing over row numbers, hashed and compared as UTF-8 bytes, so
 * that no string is made per row. About 8 bytes a row.
 */
export class TextIndex {
  readonly #bytes: Uint8Array;
  readonly #offsets: Int32Array;
  /** Row + 1; 0 where free. */
  readonly #slots: Int32Array;

  /** @param onDuplicate hears of rows whose text an earlier row has */
  constructor(column: Data, onDuplicate: (row: number, first: number) => void) {
    this.#bytes = column.values as Uint8Array;
    this.#offsets = column.valueOffsets as Int32Array;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(16, column.length * 1.5))));
    const hasNulls = column.nullCount > 0;
    for (let row = 0; row < column.length; row++) {
      if (hasNulls && !column.getValid(row)) continue;
      const slot = this.#slot(this.#bytes, this.#offsets[row]!, this.#offsets[row + 1]!);
      if (this.#slots[slot] === 0) this.#slots[slot] = row + 1;
      else onDuplicate(row, this.#slots[slot]! - 1);
    }
  }

  /** The first row with the text, -1 where there is none. */
  get(text: string): number {
    const bytes = encoder.encode(text);
    return this.#slots[this.#slot(bytes, 0, bytes.length)]! - 1;
  }

  /** Where the text is, or the free slot where it would be. */
  #slot(bytes: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashBytes(bytes, from, to) & mask;
    while (slots[slot] !== 0 && !this.#isAt(slots[slot]! - 1, bytes, from, to)) slot = (slot + 1) & mask;
    return slot;
  }

  #isAt(row: number, bytes: Uint8Array, from: number, to: number): boolean {
    const own = this.#offsets[row]!;
    if (this.#offsets[row + 1]! - own !== to - from) return false;
    for (let i = 0; i < to - from; i++) if (this.#bytes[own + i] !== bytes[from + i]) return false;
    return true;
  }
}

/** FNV-1a with a final mix, since only low bits are used. */
function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
