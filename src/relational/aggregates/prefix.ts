/**
 * Running sums along the places of an index, begun anew at each key, each as the sum of two numbers: what rounding takes from the first is in the
 * second. So the sum of a span, which is a difference, is exact to the last bits whatever went before it, such as one huge amount years ago.
 */
export class Prefix {
  #high: Float64Array;
  /** Absent while nothing was rounded, as with whole numbers. */
  #low: Float64Array | undefined;

  constructor(capacity: number) {
    this.#high = new Float64Array(capacity);
  }

  /** Makes room where the index has grown; what was filled stays. */
  grow(capacity: number): void {
    if (capacity <= this.#high.length) return;
    const grown = (from: Float64Array) => {
      const to = new Float64Array(capacity);
      to.set(from);
      return to;
    };
    this.#high = grown(this.#high);
    if (this.#low) this.#low = grown(this.#low);
  }

  /** Fills the places `from` to `from + count` of the key that begins at `begin`. @param terms of these places, [count] */
  fill(terms: Float64Array, begin: number, from: number, count: number): void {
    const high = this.#high;
    let low = this.#low;
    let sum = from > begin ? high[from - 1]! : 0;
    let rest = from > begin && low ? low[from - 1]! : 0;
    for (let i = 0; i < count; i++) {
      const term = terms[i]!;
      const next = sum + term;
      const added = next - sum;
      rest += sum - (next - added) + (term - added);
      sum = next;
      high[from + i] = sum;
      if (low) low[from + i] = rest;
      else if (rest !== 0) {
        low = this.#low = new Float64Array(high.length);
        low[from + i] = rest;
      }
    }
  }

  /** Sum of the places `start` to `end` of the key that begins at `begin`. */
  between(begin: number, start: number, end: number): number {
    if (start >= end) return 0;
    const [high, low] = [this.#high, this.#low];
    if (start === begin) return low ? high[end - 1]! + low[end - 1]! : high[end - 1]!;
    const sum = high[end - 1]! - high[start - 1]!;
    return low ? sum + (low[end - 1]! - low[start - 1]!) : sum;
  }
}

/** Running counts along the places of an index, begun anew at each key. */
export class CountPrefix {
  #counts: Int32Array;

  constructor(capacity: number) {
    this.#counts = new Int32Array(capacity);
  }

  grow(capacity: number): void {
    if (capacity <= this.#counts.length) return;
    const counts = new Int32Array(capacity);
    counts.set(this.#counts);
    this.#counts = counts;
  }

  /** Counts the places `from` to `to` of the key that begins at `begin` at which `is` holds 1. @param is [to - from], 0 or 1 */
  fill(is: Uint8Array, begin: number, from: number, count: number): void {
    let sum = from > begin ? this.#counts[from - 1]! : 0;
    for (let i = 0; i < count; i++) this.#counts[from + i] = sum += is[i]!;
  }

  between(begin: number, start: number, end: number): number {
    if (start >= end) return 0;
    return this.#counts[end - 1]! - (start === begin ? 0 : this.#counts[start - 1]!);
  }
}
