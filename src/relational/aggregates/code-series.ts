import { CountPrefix } from './prefix.js';
import type { TemporalIndex, Touched } from './temporal-index.js';

/** Categories of the events of an index, by place; among events of equal key and time in the order of their codes, missing ones (-1) last. */
export class CodeSeries {
  readonly index: TemporalIndex;
  /** [capacity]. */
  at: Int32Array;
  #present: CountPrefix | undefined;
  readonly #counts = new Map<number, CountPrefix>();

  /** @param codes of each row, -1: missing, [rows] */
  constructor(index: TemporalIndex, codes: Int32Array) {
    this.index = index;
    this.at = new Int32Array(index.capacity);
    for (let key = 0; key < index.numKeys; key++) this.#place(codes, key, index.begin[key]!);
  }

  /** How many events have a code. */
  get present(): CountPrefix {
    this.#present ??= this.#filled((code) => code >= 0);
    return this.#present;
  }

  /** How many events have this code. */
  count(code: number): CountPrefix {
    const known = this.#counts.get(code) ?? this.#filled((each) => each === code);
    this.#counts.set(code, known);
    return known;
  }

  /** As `NumberSeries.extend`. */
  extend(codes: Int32Array, touched: readonly Touched[]): void {
    const { capacity } = this.index;
    if (capacity > this.at.length) {
      const at = new Int32Array(capacity);
      at.set(this.at);
      this.at = at;
    }
    this.#present?.grow(capacity);
    for (const each of this.#counts.values()) each.grow(capacity);
    for (const { key, from } of touched) {
      this.#place(codes, key, from);
      if (this.#present) this.#fill(this.#present, key, from, (code) => code >= 0);
      for (const [code, prefix] of this.#counts) this.#fill(prefix, key, from, (each) => each === code);
    }
  }

  #filled(is: (code: number) => boolean): CountPrefix {
    const prefix = new CountPrefix(this.index.capacity);
    for (let key = 0; key < this.index.numKeys; key++) this.#fill(prefix, key, this.index.begin[key]!, is);
    return prefix;
  }

  #fill(prefix: CountPrefix, key: number, from: number, is: (code: number) => boolean): void {
    const end = this.index.end(key);
    const marks = new Uint8Array(end - from);
    for (let place = from; place < end; place++) marks[place - from] = is(this.at[place]!) ? 1 : 0;
    prefix.fill(marks, this.index.begin[key]!, from, end - from);
  }

  #place(codes: Int32Array, key: number, from: number): void {
    const { rows, times, hasTies } = this.index;
    const [at, end] = [this.at, this.index.end(key)];
    for (let place = from; place < end; place++) at[place] = codes[rows[place]!]!;
    // As unsigned numbers, -1 comes last.
    const unsigned = new Uint32Array(at.buffer, at.byteOffset, at.length);
    for (let first = from; hasTies && first < end; ) {
      let next = first + 1;
      while (next < end && times[next] === times[first]) next++;
      if (next - first > 1) unsigned.subarray(first, next).sort();
      first = next;
    }
  }
}
