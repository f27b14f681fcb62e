import { getPool, type PoolOption } from '../../compute/index.js';
import { HeteroGraphError } from '../../core/index.js';
import { sortByKeyAndTime } from './sort-events.js';

/**
 * Events of keys in the order of time: those of a key lie side by side, so that any span of time of a key is a range of places. Rows without key (-1) or
 * with time NaN are not in it.
 *
 * Appended rows go to the end of their key's range, which moves to a place with twice the room when it is full: the work is that of the rows
 * appended, not of the rows that are there. Late rows are merged into their key's range.
 *
 * @example
 * const index = new TemporalIndex(keys, times, numKeys);
 * for (let at = index.begin[3]!; at < index.end(3); at++) index.rows[at]; // rows of key 3, oldest first
 */
export class TemporalIndex {
  /** First place of each key, [keys]. */
  begin: Int32Array;
  /** Number of events of each key, [keys]. */
  length: Int32Array;
  /** Row of each place, [capacity]. Among rows of equal key and time in the order of their numbers. */
  rows: Int32Array;
  /** Time of each place in seconds since 1970, [capacity]. */
  times: Float64Array;
  /** Has any key two events at the same time? */
  hasTies: boolean;
  #room: Int32Array;
  #used: number;
  #numRows: number;

  /**
   * @param keys of each row, below `numKeys`; -1: none
   * @param times of each row in seconds; NaN: never
   * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, OUT_OF_MEMORY
   */
  constructor(keys: Int32Array, times: Float64Array, numKeys: number, { pool = getPool() }: PoolOption = {}) {
    checkEvents(keys, times, numKeys);
    const { offsets, order, times: sorted } = sortByKeyAndTime(pool, keys, times, numKeys);
    this.begin = offsets.slice(0, numKeys);
    this.length = new Int32Array(numKeys);
    for (let key = 0; key < numKeys; key++) this.length[key] = offsets[key + 1]! - offsets[key]!;
    this.rows = order;
    this.times = sorted;
    this.#room = this.length.slice();
    this.#used = order.length;
    this.#numRows = keys.length;
    this.hasTies = false;
    for (let key = 0; key < numKeys && !this.hasTies; key++) this.#lookForTies(key, this.begin[key]!);
  }

  get numKeys(): number {
    return this.begin.length;
  }

  /** Rows given so far, those that are left out included: the number of the next row. */
  get numRows(): number {
    return this.#numRows;
  }

  /** Places that arrays beside the index need. */
  get capacity(): number {
    return this.rows.length;
  }

  /** Behind the last place of a key. */
  end(key: number): number {
    return this.begin[key]! + this.length[key]!;
  }

  /**
   * Takes more rows, numbered from {@link numRows} on; keys may be new.
   *
   * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, OUT_OF_MEMORY
   */
  append(keys: Int32Array, times: Float64Array, numKeys = this.numKeys, { pool = getPool() }: PoolOption = {}): void {
    checkEvents(keys, times, numKeys);
    if (numKeys > this.numKeys) this.#addKeys(numKeys);
    const { offsets, order, times: added } = sortByKeyAndTime(pool, keys, times, numKeys);
    for (let key = 0; key < numKeys; key++) {
      const [first, last] = [offsets[key]!, offsets[key + 1]!];
      if (first === last) continue;
      this.#makeRoom(key, last - first);
      const from = this.#merge(key, order.subarray(first, last), added.subarray(first, last));
      this.length[key]! += last - first;
      this.#lookForTies(key, from);
    }
    this.#numRows += keys.length;
  }

  /** Merges sorted rows into a key's range, from behind; those of equal times come after. @returns the first place that is new */
  #merge(key: number, order: Int32Array, added: Float64Array): number {
    const { rows, times, begin } = this;
    let old = this.end(key) - 1;
    let to = old + added.length;
    for (let i = added.length - 1; i >= 0; to--) {
      const isOld = old >= begin[key]! && times[old]! > added[i]!;
      times[to] = isOld ? times[old]! : added[i]!;
      rows[to] = isOld ? rows[old]! : order[i]! + this.#numRows;
      if (isOld) old--;
      else i--;
    }
    return to + 1;
  }

  #lookForTies(key: number, from: number): void {
    const { times } = this;
    for (let at = Math.max(from, this.begin[key]! + 1); at < this.end(key) && !this.hasTies; at++) {
      this.hasTies = times[at - 1] === times[at];
    }
  }

  #addKeys(numKeys: number): void {
    const grown = (from: Int32Array) => {
      const to = new Int32Array(numKeys);
      to.set(from);
      return to;
    };
    this.begin = grown(this.begin);
    this.length = grown(this.length);
    this.#room = grown(this.#room);
  }

  /** Moves the rows of a key to a larger range at the end where they have no room. */
  #makeRoom(key: number, more: number): void {
    const [begin, length] = [this.begin[key]!, this.length[key]!];
    if (length + more <= this.#room[key]!) return;
    const room = 2 * (length + more);
    if (this.#used + room > this.capacity) {
      const capacity = Math.max(this.#used + room, Math.ceil(1.5 * this.capacity));
      const [rows, times] = [new Int32Array(capacity), new Float64Array(capacity)];
      rows.set(this.rows.subarray(0, this.#used));
      times.set(this.times.subarray(0, this.#used));
      this.rows = rows;
      this.times = times;
    }
    this.rows.copyWithin(this.#used, begin, begin + length);
    this.times.copyWithin(this.#used, begin, begin + length);
    this.begin[key] = this.#used;
    this.#room[key] = room;
    this.#used += room;
  }
}

function checkEvents(keys: Int32Array, times: Float64Array, numKeys: number): void {
  if (keys?.length === undefined || keys.length !== times?.length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${keys?.length} keys and ${times?.length} times.`, {
      hint: 'Give a key and a time for every row.',
    });
  }
  const at = keys.findIndex((key) => key >= numKeys);
  if (at < 0) return;
  throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `The key ${keys[at]} at position ${at} is not below ${numKeys}.`, {
    row: at,
    hint: 'Give the number of keys as the last argument.',
  });
}
