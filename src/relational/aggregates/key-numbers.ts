import { RunningSum } from './running-sum.js';
import { DAY } from './spans.js';
import type { TemporalIndex } from './temporal-index.js';
import { firstPlaces } from './ties.js';

/** What aggregates need of the numbers of a key. */
export type Need = 'sums' | 'squares' | 'products';

/** Ranges up to this length are sorted by insertion. */
const SHORT = 16;

/**
 * Numbers of the events of one key after the other, in the order of time, and sums along them. Among events of equal time they are in the order of size,
 * so that nothing depends on the order of rows; what is not finite counts as missing. One key's numbers fit the cache of a processor, so that many aggregates
 * of them cost little more than one.
 */
export class KeyNumbers {
  readonly index: TemporalIndex;
  /** Place of the key's first event in the index. */
  begin = 0;
  /** Events of the key. */
  count = 0;
  /** Of each event its number, NaN where it is missing. */
  readonly at: Float64Array;
  /** How many numbers there are before each event, [count + 1]. */
  readonly known: Int32Array;
  /** Of each event the first one at the same time; absent where no two events of the index have one time. */
  readonly firsts: Int32Array | undefined;
  /** The first number of the key, which is taken from all others before they are squared; 0 where there is none. */
  origin = 0;
  readonly sums: RunningSum;
  /** Of the squares of the numbers less {@link origin}. */
  readonly squares: RunningSum;
  /** Of the days since the first event, where there is a number; their squares; numbers less {@link origin}; days times those. */
  readonly products: { days: RunningSum; squaredDays: RunningSum; numbers: RunningSum; products: RunningSum };
  readonly #values: Float64Array;
  readonly #needs: ReadonlySet<Need>;
  readonly #terms: Float64Array;

  /** @param values of each row, NaN: missing, [rows] */
  constructor(index: TemporalIndex, values: Float64Array, needs: ReadonlySet<Need>) {
    const { longest } = index;
    const sum = (need: Need) => new RunningSum(needs.has(need) ? longest : 0);
    this.index = index;
    this.at = new Float64Array(longest);
    this.known = new Int32Array(longest + 1);
    this.firsts = index.hasTies ? new Int32Array(longest) : undefined;
    this.sums = sum('sums');
    this.squares = sum('squares');
    const products = () => sum('products');
    this.products = { days: products(), squaredDays: products(), numbers: products(), products: products() };
    this.#values = values;
    this.#needs = needs;
    this.#terms = new Float64Array(longest);
  }

  /** Goes to a key. */
  load(key: number): void {
    const { at, known, index, firsts } = this;
    const [values, rows, begin, count] = [this.#values, index.rows, index.begin[key]!, index.length[key]!];
    this.begin = begin;
    this.count = count;
    for (let i = 0; i < count; i++) {
      const value = values[rows[begin + i]!]!;
      // Of the two zeros the one without sign.
      at[i] = value - value === 0 ? value + 0 : Number.NaN;
    }
    if (firsts) this.#sortTies(key, firsts);
    let first = -1;
    for (let i = 0; i < count; i++) {
      const isKnown = !Number.isNaN(at[i]!);
      if (isKnown && first < 0) first = i;
      known[i + 1] = known[i]! + (isKnown ? 1 : 0);
    }
    this.origin = first < 0 ? 0 : at[first]!;
    this.#fill();
  }

  /** Mean of the numbers of the events at one time, of which `last` is the last; NaN where there is none. */
  meanAt(last: number): number {
    const first = this.firsts ? this.firsts[last]! : last;
    const count = this.known[last + 1]! - this.known[first]!;
    return count === 1 ? this.at[first]! : this.sums.between(first, last + 1) / count;
  }

  #sortTies(key: number, firsts: Int32Array): void {
    firstPlaces(this.index, key, firsts);
    for (let end = this.count; end > 0; ) {
      const first = firsts[end - 1]!;
      if (end - first > SHORT) this.at.subarray(first, end).sort();
      else if (end - first > 1) insertionSort(this.at, first, end);
      end = first;
    }
  }

  #fill(): void {
    const { at, begin, count, origin, index } = this;
    const terms = this.#terms;
    if (this.#needs.has('sums')) {
      for (let i = 0; i < count; i++) terms[i] = Number.isNaN(at[i]!) ? 0 : at[i]!;
      this.sums.fill(terms, count);
    }
    if (this.#needs.has('squares')) {
      for (let i = 0; i < count; i++) terms[i] = Number.isNaN(at[i]!) ? 0 : (at[i]! - origin) * (at[i]! - origin);
      this.squares.fill(terms, count);
    }
    if (!this.#needs.has('products') || count === 0) return;
    const { days, squaredDays, numbers, products } = this.products;
    const first = index.times[begin]!;
    // Rows without time are all known from the beginning: no time passes between them.
    const scale = first > Number.NEGATIVE_INFINITY ? 1 / DAY : 0;
    const day = (i: number) => (scale === 0 ? 0 : (index.times[begin + i]! - first) * scale);
    for (let i = 0; i < count; i++) terms[i] = Number.isNaN(at[i]!) ? 0 : day(i);
    days.fill(terms, count);
    for (let i = 0; i < count; i++) terms[i] = terms[i]! * terms[i]!;
    squaredDays.fill(terms, count);
    for (let i = 0; i < count; i++) terms[i] = Number.isNaN(at[i]!) ? 0 : at[i]! - origin;
    numbers.fill(terms, count);
    for (let i = 0; i < count; i++) terms[i] = terms[i]! * day(i);
    products.fill(terms, count);
  }
}

/** NaN last, as typed arrays sort. */
function insertionSort(values: Float64Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    let j = i - 1;
    for (; j >= from && !(values[j]! <= value); j--) values[j + 1] = values[j]!;
    values[j + 1] = value;
  }
}
