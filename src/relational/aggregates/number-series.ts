import { CountPrefix, Prefix } from './prefix.js';
import { DAY } from './spans.js';
import type { TemporalIndex, Touched } from './temporal-index.js';

/** Sums over times and values, for slopes: times in days since the key's first event, values less the key's first one. */
export interface Products {
  readonly times: Prefix;
  readonly squaredTimes: Prefix;
  readonly values: Prefix;
  readonly products: Prefix;
}

/**
 * Numbers of the events of an index, by place. Among events of equal key and time they are in the order of size, so that nothing depends on the order of
 * rows; what is not finite counts as missing. Running sums are made when first asked for.
 */
export class NumberSeries {
  readonly index: TemporalIndex;
  /** Of each place its number, NaN where it is missing, [capacity]. */
  at: Float64Array;
  /** Of each key its first number, which squares are taken from, so that they stay small; 0 where it has none, [keys]. */
  #origins: Float64Array;
  #hasMissing = false;
  #present: CountPrefix | undefined;
  #sums: Prefix | undefined;
  #squares: Prefix | undefined;
  #products: Products | undefined;

  /** @param values of each row, NaN: missing, [rows] */
  constructor(index: TemporalIndex, values: Float64Array) {
    this.index = index;
    this.at = new Float64Array(index.capacity);
    this.#origins = new Float64Array(index.numKeys);
    for (let key = 0; key < index.numKeys; key++) this.#place(values, key, index.begin[key]!);
  }

  /** Is any number missing? */
  get hasMissing(): boolean {
    return this.#hasMissing;
  }

  /** How many numbers there are. */
  get present(): CountPrefix {
    if (this.#present) return this.#present;
    this.#present = new CountPrefix(this.index.capacity);
    this.#eachKey((key, from) => this.#fillPresent(key, from));
    return this.#present;
  }

  get sums(): Prefix {
    if (this.#sums) return this.#sums;
    this.#sums = new Prefix(this.index.capacity);
    this.#eachKey((key, from) => this.#fillSums(key, from));
    return this.#sums;
  }

  /** Sums of squares of the numbers less {@link origin}. */
  get squares(): Prefix {
    if (this.#squares) return this.#squares;
    this.#squares = new Prefix(this.index.capacity);
    this.#eachKey((key, from) => this.#fillSquares(key, from));
    return this.#squares;
  }

  get products(): Products {
    if (this.#products) return this.#products;
    const { capacity } = this.index;
    const prefix = () => new Prefix(capacity);
    this.#products = { times: prefix(), squaredTimes: prefix(), values: prefix(), products: prefix() };
    this.#eachKey((key, from) => this.#fillProducts(key, from));
    return this.#products;
  }

  /** The number that the squares of a key are taken from. */
  origin(key: number): number {
    return this.#origins[key]!;
  }

  /**
   * Takes what was appended to the index, at the cost of the rows appended.
   *
   * @param values of all rows, old and new; those of the old ones as before
   * @param touched what `index.append` gave
   */
  extend(values: Float64Array, touched: readonly Touched[]): void {
    const { capacity, numKeys } = this.index;
    const [at, origins] = [new Float64Array(capacity), new Float64Array(numKeys)];
    if (capacity > this.at.length) {
      at.set(this.at);
      this.at = at;
    }
    if (numKeys > this.#origins.length) {
      origins.set(this.#origins);
      this.#origins = origins;
    }
    const { times, squaredTimes, values: sums, products } = this.#products ?? {};
    for (const each of [this.#present, this.#sums, this.#squares, times, squaredTimes, sums, products]) {
      each?.grow(capacity);
    }
    for (const { key, from } of touched) {
      const before = this.#origins[key];
      this.#place(values, key, from);
      // Late rows before the first number change what all squares of the key are taken from.
      const again = before === this.#origins[key] ? from : this.index.begin[key]!;
      if (this.#present) this.#fillPresent(key, from);
      if (this.#sums) this.#fillSums(key, from);
      if (this.#squares) this.#fillSquares(key, again);
      if (this.#products) this.#fillProducts(key, again);
    }
  }

  #eachKey(fill: (key: number, from: number) => void): void {
    for (let key = 0; key < this.index.numKeys; key++) fill(key, this.index.begin[key]!);
  }

  #place(values: Float64Array, key: number, from: number): void {
    const { rows, times, hasTies } = this.index;
    const [at, begin, end] = [this.at, this.index.begin[key]!, this.index.end(key)];
    for (let place = from; place < end; place++) {
      const value = values[rows[place]!]!;
      const isThere = value - value === 0;
      at[place] = isThere ? value : Number.NaN;
      if (!isThere) this.#hasMissing = true;
    }
    for (let first = from; hasTies && first < end; ) {
      let next = first + 1;
      while (next < end && times[next] === times[first]) next++;
      // Typed arrays sort NaN last.
      if (next - first > 1) at.subarray(first, next).sort();
      first = next;
    }
    let first = begin;
    while (first < end && Number.isNaN(at[first]!)) first++;
    this.#origins[key] = first < end ? at[first]! : 0;
  }

  #fillPresent(key: number, from: number): void {
    const [at, end] = [this.at, this.index.end(key)];
    const is = bytes(end - from);
    for (let place = from; place < end; place++) is[place - from] = Number.isNaN(at[place]!) ? 0 : 1;
    this.#present!.fill(is, this.index.begin[key]!, from, end - from);
  }

  #fillSums(key: number, from: number): void {
    const [at, end] = [this.at, this.index.end(key)];
    const terms = numbers(end - from);
    for (let place = from; place < end; place++) terms[place - from] = orZero(at[place]!);
    this.#sums!.fill(terms, this.index.begin[key]!, from, end - from);
  }

  #fillSquares(key: number, from: number): void {
    const [at, end, origin] = [this.at, this.index.end(key), this.#origins[key]!];
    const terms = numbers(end - from);
    for (let place = from; place < end; place++) terms[place - from] = orZero((at[place]! - origin) ** 2);
    this.#squares!.fill(terms, this.index.begin[key]!, from, end - from);
  }

  #fillProducts(key: number, from: number): void {
    const { at, index } = this;
    const [begin, end, origin] = [index.begin[key]!, index.end(key), this.#origins[key]!];
    // Rows without time are all known from the beginning: no time passes between them.
    const first = index.times[begin]!;
    const isTimed = first > Number.NEGATIVE_INFINITY;
    const terms = numbers(end - from);
    const { times, squaredTimes, values, products } = this.#products!;
    const fill = (prefix: Prefix, term: (days: number, value: number) => number) => {
      for (let place = from; place < end; place++) {
        const value = at[place]! - origin;
        const days = isTimed ? (index.times[place]! - first) / DAY : 0;
        terms[place - from] = Number.isNaN(value) ? 0 : term(days, value);
      }
      prefix.fill(terms, begin, from, end - from);
    };
    fill(times, (days) => days);
    fill(squaredTimes, (days) => days * days);
    fill(values, (_, value) => value);
    fill(products, (days, value) => days * value);
  }
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}

let scratch = new Float64Array(0);
/** Room for the terms of one key, used at once. */
function numbers(length: number): Float64Array {
  if (scratch.length < length) scratch = new Float64Array(2 * length);
  return scratch;
}

let byteScratch = new Uint8Array(0);
function bytes(length: number): Uint8Array {
  if (byteScratch.length < length) byteScratch = new Uint8Array(2 * length);
  return byteScratch;
}
