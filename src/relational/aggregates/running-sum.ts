/**
 * Running sums along the events of one key, each as the sum of two numbers: what rounding takes from the first is in the second. So the sum of a span,
 * which is a difference, is exact to the last bits whatever went before it, such as one huge amount years ago.
 */
export class RunningSum {
  readonly #high: Float64Array;
  readonly #low: Float64Array;

  /** @param longest terms at most */
  constructor(longest: number) {
    this.#high = new Float64Array(longest + 1);
    this.#low = new Float64Array(longest + 1);
  }

  /** Takes the terms of the next key. */
  fill(terms: Float64Array, count: number): void {
    const [high, low] = [this.#high, this.#low];
    let [sum, rest] = [0, 0];
    for (let i = 0; i < count; i++) {
      const term = terms[i]!;
      const next = sum + term;
      const added = next - sum;
      rest += sum - (next - added) + (term - added);
      sum = next;
      high[i + 1] = sum;
      low[i + 1] = rest;
    }
  }

  /** Sum of the terms from `start` to `end`. */
  between(start: number, end: number): number {
    return this.#high[end]! - this.#high[start]! + (this.#low[end]! - this.#low[start]!);
  }
}
