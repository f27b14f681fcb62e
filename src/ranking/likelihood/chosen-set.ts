/**
 * A set of g is chosen out of m, each set with a probability proportional to the product of its members' strengths: with g = 1 a choice of one, and a
 * conditional logit of several in general. In terms of independent draws given that g were drawn (conditional Poisson sampling), in which no number
 * overflows. O(m^2).
 *
 * @see Chen, Dempster and Liu, "Weighted finite population sampling to maximize entropy", Biometrika 1994
 */
export class ChosenSet {
  /** How many there are, and how many are chosen. */
  #m = 0;
  #g = 0;
  /** Of each alone: probability to be drawn. */
  #drawn = new Float64Array(0);
  /** How many are drawn: probabilities of 0 to m; and derivatives along a direction. */
  #counts = new Float64Array(1);
  #slopes = new Float64Array(1);
  #others = new Float64Array(1);
  #otherSlopes = new Float64Array(1);
  #logTotal = 0;

  /** Strengths above 0, [m], on the scale of a logarithm. */
  set(logStrengths: Float64Array, m: number, g: number): void {
    if (this.#drawn.length < m) {
      this.#drawn = new Float64Array(2 * m);
      for (const make of [0, 1, 2, 3]) this.#resize(make, 2 * m + 1);
    }
    this.#m = m;
    this.#g = g;
    const shift = this.#shift(logStrengths);
    let logNone = 0;
    for (let i = 0; i < m; i++) {
      const x = logStrengths[i]! + shift;
      this.#drawn[i] = 1 / (1 + Math.exp(-x));
      // log(1 - p) of each.
      logNone -= x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    }
    this.#count();
    this.#logTotal = Math.log(this.#counts[g]!) - g * shift - logNone;
  }

  /** Logarithm of the sum over all sets of g. */
  get logTotal(): number {
    return this.#logTotal;
  }

  /** Probabilities to be among the chosen, [m]. */
  chances(out: Float64Array): void {
    const total = this.#counts[this.#g]!;
    for (let i = 0; i < this.#m; i++) {
      this.#without(i);
      out[i] = (this.#drawn[i]! * this.#others[this.#g - 1]!) / total;
    }
  }

  /** Derivatives of those probabilities where the logarithms of the strengths change along v, [m]. */
  changes(v: Float64Array, out: Float64Array): void {
    const [m, g, counts, slopes] = [this.#m, this.#g, this.#counts, this.#slopes];
    slopes.fill(0, 0, m + 1);
    counts.fill(0, 0, m + 1);
    counts[0] = 1;
    for (let i = 0; i < m; i++) {
      const p = this.#drawn[i]!;
      const change = p * (1 - p) * v[i]!;
      for (let k = i + 1; k > 0; k--) {
        slopes[k] = slopes[k]! * (1 - p) + slopes[k - 1]! * p + change * (counts[k - 1]! - counts[k]!);
        counts[k] = counts[k]! * (1 - p) + counts[k - 1]! * p;
      }
      slopes[0] = slopes[0]! * (1 - p) - change * counts[0]!;
      counts[0] = counts[0]! * (1 - p);
    }
    const [total, totalSlope] = [counts[g]!, slopes[g]!];
    for (let i = 0; i < m; i++) {
      const p = this.#drawn[i]!;
      const change = p * (1 - p) * v[i]!;
      this.#without(i);
      this.#slopesWithout(i, change);
      const other = this.#others[g - 1]!;
      out[i] = (change * other + p * this.#otherSlopes[g - 1]! - (p * other * totalSlope) / total) / total;
    }
  }

  /** Distribution of the number drawn. */
  #count(): void {
    const counts = this.#counts;
    counts.fill(0, 0, this.#m + 1);
    counts[0] = 1;
    for (let i = 0; i < this.#m; i++) {
      const p = this.#drawn[i]!;
      for (let k = i + 1; k > 0; k--) counts[k] = counts[k]! * (1 - p) + counts[k - 1]! * p;
      counts[0] = counts[0]! * (1 - p);
    }
  }

  /** The distribution without one of them, from the side on which errors shrink. */
  #without(i: number): void {
    const [p, counts, others, m] = [this.#drawn[i]!, this.#counts, this.#others, this.#m];
    if (p < 0.5) {
      for (let k = 0; k < m; k++) others[k] = (counts[k]! - (k > 0 ? p * others[k - 1]! : 0)) / (1 - p);
    } else {
      for (let k = m - 1; k >= 0; k--) others[k] = (counts[k + 1]! - (k + 1 < m ? (1 - p) * others[k + 1]! : 0)) / p;
    }
  }

  #slopesWithout(i: number, change: number): void {
    const [p, m, slopes, others, out] = [this.#drawn[i]!, this.#m, this.#slopes, this.#others, this.#otherSlopes];
    if (p < 0.5) {
      for (let k = 0; k < m; k++) {
        const below = k > 0 ? p * out[k - 1]! + change * others[k - 1]! : 0;
        out[k] = (slopes[k]! - below + change * others[k]!) / (1 - p);
      }
    } else {
      for (let k = m - 1; k >= 0; k--) {
        const above = k + 1 < m ? (1 - p) * out[k + 1]! - change * others[k + 1]! : 0;
        out[k] = (slopes[k + 1]! - above - change * others[k]!) / p;
      }
    }
  }

  /** What is added to the logarithms so that about g are drawn: any would do, this one keeps the probability of g large. */
  #shift(logStrengths: Float64Array): number {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < this.#m; i++) {
      low = Math.min(low, logStrengths[i]!);
      high = Math.max(high, logStrengths[i]!);
    }
    const odds = Math.log(this.#g / (this.#m - this.#g));
    let [from, to] = [odds - high, odds - low];
    for (let round = 0; round < 40 && to - from > 0.01; round++) {
      const middle = (from + to) / 2;
      let drawn = 0;
      for (let i = 0; i < this.#m; i++) drawn += 1 / (1 + Math.exp(-logStrengths[i]! - middle));
      if (drawn < this.#g) from = middle;
      else to = middle;
    }
    return (from + to) / 2;
  }

  #resize(which: number, length: number): void {
    const fresh = new Float64Array(length);
    if (which === 0) this.#counts = fresh;
    else if (which === 1) this.#slopes = fresh;
    else if (which === 2) this.#others = fresh;
    else this.#otherSlopes = fresh;
  }
}
