import type { TemporalIndex } from './temporal-index.js';
import { firstPlaces } from './ties.js';

/** Categories of the events of one key after the other, as `KeyNumbers`; among events of equal time in the order of their codes, missing ones (-1) last. */
export class KeyCodes {
  readonly index: TemporalIndex;
  readonly numCodes: number;
  count = 0;
  /** Of each event its code. */
  readonly at: Int32Array;
  /** How many codes there are before each event, [count + 1]. */
  readonly known: Int32Array;
  readonly firsts: Int32Array | undefined;
  readonly #codes: Int32Array;
  readonly #unsigned: Uint32Array;

  /** @param codes of each row, below `numCodes`; -1: missing, [rows] */
  constructor(index: TemporalIndex, codes: Int32Array, numCodes: number) {
    this.index = index;
    this.numCodes = numCodes;
    this.at = new Int32Array(index.longest);
    // As unsigned numbers, -1 comes last.
    this.#unsigned = new Uint32Array(this.at.buffer);
    this.known = new Int32Array(index.longest + 1);
    this.firsts = index.hasTies ? new Int32Array(index.longest) : undefined;
    this.#codes = codes;
  }

  /** Goes to a key. */
  load(key: number): void {
    const { at, known, index, firsts } = this;
    const [codes, rows, begin, count] = [this.#codes, index.rows, index.begin[key]!, index.length[key]!];
    this.count = count;
    for (let i = 0; i < count; i++) at[i] = codes[rows[begin + i]!]!;
    if (firsts) {
      firstPlaces(index, key, firsts);
      for (let end = count; end > 0; end = firsts[end - 1]!) {
        if (end - firsts[end - 1]! > 1) this.#unsigned.subarray(firsts[end - 1]!, end).sort();
      }
    }
    for (let i = 0; i < count; i++) known[i + 1] = known[i]! + (at[i]! >= 0 ? 1 : 0);
  }
}
