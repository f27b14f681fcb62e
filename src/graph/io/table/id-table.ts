import { idKey } from '../../ids/id-map.js';
import { trimBlanks } from '../bytes/parse-cell.js';

const EMPTY = -1;

/**
 * Rows by external id, for ids met one after another. Whole numbers (also as text, "7") and other text are kept apart
 * without a string or object per id: small numbers in an array by id, the rest in open-addressed tables over packed
 * numbers and UTF-16 units.
 */
export class IdTable {
  #size = 0;
  #direct = new Int32Array(0);
  #numbers = new Float64Array(0);
  #numberRows = new Int32Array(0);
  #numNumbers = 0;
  #units = new Uint16Array(0);
  #offsets = new Int32Array(1);
  #textRows = new Int32Array(0);
  #textHashes = new Int32Array(0);
  #slots = new Int32Array(0);
  #numTexts = 0;

  /** Number of distinct ids, and the row the next new one gets. */
  get size(): number {
    return this.#size;
  }

  /** Row of an id, -1 where it is not in the table. */
  find(id: string | number): number {
    const key = tableKey(id);
    return typeof key === 'number' ? this.#findNumber(key) : this.#findText(key, hashText(key));
  }

  /** Gives a new id the next row; false where the id is there already. */
  add(id: string | number): boolean {
    const key = tableKey(id);
    if (typeof key === 'number') {
      if (this.#findNumber(key) >= 0) return false;
      this.#addNumber(key, this.#size++);
      return true;
    }
    const hash = hashText(key);
    if (this.#findText(key, hash) >= 0) return false;
    this.#addText(key, hash, this.#size++);
    return true;
  }

  #findNumber(id: number): number {
    const direct = id >= 0 && id < this.#direct.length ? this.#direct[id]! : EMPTY;
    if (direct !== EMPTY || this.#numNumbers === 0) return direct;
    return this.#numberRows[this.#numberSlot(id)]!;
  }

  #addNumber(id: number, row: number): void {
    if (id >= this.#direct.length && id < 8 * (this.#size + 8192)) {
      const larger = new Int32Array(Math.max(id + 1, this.#direct.length * 2)).fill(EMPTY, this.#direct.length);
      larger.set(this.#direct);
      this.#direct = larger;
    }
    if (id >= 0 && id < this.#direct.length) {
      this.#direct[id] = row;
      return;
    }
    if ((this.#numNumbers + 1) * 2 > this.#numbers.length) {
      const [numbers, rows] = [this.#numbers, this.#numberRows];
      this.#numbers = new Float64Array(Math.max(64, numbers.length * 2));
      this.#numberRows = new Int32Array(this.#numbers.length).fill(EMPTY);
      for (const [slot, each] of rows.entries()) {
        if (each === EMPTY) continue;
        const to = this.#numberSlot(numbers[slot]!);
        this.#numbers[to] = numbers[slot]!;
        this.#numberRows[to] = each;
      }
    }
    const slot = this.#numberSlot(id);
    this.#numbers[slot] = id;
    this.#numberRows[slot] = row;
    this.#numNumbers++;
  }

  /** Slot of the number, or the free one where it belongs. */
  #numberSlot(id: number): number {
    const mask = this.#numbers.length - 1;
    const high = Math.floor(id / 4294967296);
    let hash = Math.imul(id | 0, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    while (this.#numberRows[slot] !== EMPTY && this.#numbers[slot] !== id) slot = (slot + 1) & mask;
    return slot;
  }

  #findText(text: string, hash: number): number {
    if (this.#numTexts === 0) return EMPTY;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]!;
      if (entry === EMPTY) return EMPTY;
      if (this.#textHashes[entry] === hash && this.#isText(entry, text)) return this.#textRows[entry]!;
    }
  }

  #isText(entry: number, text: string): boolean {
    const start = this.#offsets[entry]!;
    if (this.#offsets[entry + 1]! - start !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.#units[start + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  #addText(text: string, hash: number, row: number): void {
    const entry = this.#numTexts++;
    const start = this.#offsets[entry]!;
    if (start + text.length > this.#units.length) {
      const larger = new Uint16Array((start + text.length) * 2);
      larger.set(this.#units);
      this.#units = larger;
    }
    for (let i = 0; i < text.length; i++) this.#units[start + i] = text.charCodeAt(i);
    if (entry >= this.#textRows.length) {
      const capacity = Math.max(32, entry * 2);
      this.#textRows = larger(this.#textRows, capacity);
      this.#textHashes = larger(this.#textHashes, capacity);
      this.#offsets = larger(this.#offsets, capacity + 1);
      this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(capacity * 2))).fill(EMPTY);
      for (let each = 0; each < entry; each++) this.#place(each);
    }
    this.#offsets[entry + 1] = start + text.length;
    this.#textRows[entry] = row;
    this.#textHashes[entry] = hash;
    this.#place(entry);
  }

  #place(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#textHashes[entry]! & mask;
    while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & mask;
    this.#slots[slot] = entry;
  }
}

function larger(from: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(capacity);
  to.set(from);
  return to;
}

/** The numbers that are kept apart are whole; blanks around a number in a cell do not matter. */
function tableKey(id: string | number): string | number {
  if (typeof id === 'number') return Number.isSafeInteger(id) ? id + 0 : String(id);
  const first = id.charCodeAt(0);
  const last = id.charCodeAt(id.length - 1);
  return first <= 32 || last <= 32 ? trimmedKey(id) : idKey(id);
}

function trimmedKey(id: string): string | number {
  const key = idKey(trimBlanks(id));
  return typeof key === 'number' ? key : id;
}

function hashText(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d);
}
