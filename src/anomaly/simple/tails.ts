/** The share of values of a column at or below, and at or above any number, and the way the column leans. */
export class Tails {
  readonly #sorted: Float64Array;
  /** Sign of the skewness of the values: above 0 with a long right tail. */
  readonly skew: number;

  constructor(values: Float64Array) {
    this.#sorted = values.slice().sort();
    this.skew = skewSign(this.#sorted);
  }

  /** -log of the share at or below; beyond the least value as if one more value were there. */
  left(value: number): number {
    return this.#minusLog(this.#below(value, true));
  }

  /** -log of the share at or above; likewise. */
  right(value: number): number {
    return this.#minusLog(this.#sorted.length - this.#below(value, false));
  }

  #minusLog(count: number): number {
    const { length } = this.#sorted;
    return count === 0 ? Math.log(length + 1) : -Math.log(count / length);
  }

  /** Values below, and those that are equal where they count. */
  #below(value: number, withEqual: boolean): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const each = this.#sorted[middle]!;
      if (each < value || (withEqual && each === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Of sorted values, so that rounding does not depend on the order of rows. */
function skewSign(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const scale = Math.max(Math.abs(values[0]! - mean), Math.abs(values.at(-1)! - mean));
  if (scale === 0) return 0;
  const third = values.reduce((sum, value) => sum + ((value - mean) / scale) ** 3, 0);
  return Math.abs(third) < 1e-12 * values.length ? 0 : Math.sign(third);
}
