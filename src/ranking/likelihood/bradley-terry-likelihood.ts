import type { Preferences } from '../input/preferences.js';
import { OrderLikelihood } from './order-likelihood.js';

/**
 * Every pair of an order is a comparison. With ties the model of Davidson: a wins, b wins or neither with probabilities proportional to a, b and
 * nu sqrt(a b); the last parameter is log nu. Without ties nu is 0.
 *
 * @see Davidson, "On extending the Bradley-Terry model to accommodate ties in paired comparison experiments", JASA 1970
 */
export class BradleyTerryLikelihood extends OrderLikelihood {
  readonly numChoices: number;
  readonly #hasTies: boolean;
  #log = new Float64Array(0);

  constructor(preferences: Preferences, hasTies: boolean) {
    super(preferences, hasTies ? 1 : 0);
    this.#hasTies = hasTies;
    const { offsets, weights } = preferences;
    this.numChoices = weights.reduce((sum, _, r) => {
      const length = offsets[r + 1]! - offsets[r]!;
      return sum + (length * (length - 1)) / 2;
    }, 0);
  }

  protected prepare(point: Float64Array): void {
    this.#log = point.slice();
  }

  protected addOrder(r: number, gradient: Float64Array): number {
    const { names, weights } = this.preferences;
    const tie = names.length;
    let value = 0;
    this.#eachPair(r, (i, j, isTie, p, q, t) => {
      const weight = weights[r]!;
      value += weight * Math.log(isTie ? t : p);
      const slope = (isTie ? 0.5 : 1) - p - t / 2;
      gradient[i]! += weight * slope;
      gradient[j]! -= weight * ((isTie ? -0.5 : 0) + q + t / 2);
      if (this.#hasTies) gradient[tie]! += weight * ((isTie ? 1 : 0) - t);
    });
    return value;
  }

  protected addCurvature(r: number, v: Float64Array, out: Float64Array): void {
    const { names, weights } = this.preferences;
    const tie = names.length;
    this.#eachPair(r, (i, j, _isTie, p, q, t) => {
      const weight = weights[r]!;
      // Of the three outcomes: what v adds to the logarithm of each, and how that varies.
      const change = this.#hasTies ? v[tie]! : 0;
      const [win, lose, neither] = [v[i]!, v[j]!, (v[i]! + v[j]!) / 2 + change];
      const mean = p * win + q * lose + t * neither;
      const [a, b, c] = [p * (win - mean), q * (lose - mean), t * (neither - mean)];
      out[i]! += weight * (a + c / 2);
      out[j]! += weight * (b + c / 2);
      if (this.#hasTies) out[tie]! += weight * c;
    });
  }

  protected addDiagonal(r: number, out: Float64Array): void {
    const { names, weights } = this.preferences;
    const tie = names.length;
    this.#eachPair(r, (i, j, _isTie, p, q, t) => {
      const weight = weights[r]!;
      out[i]! += weight * (p + t / 4 - (p + t / 2) ** 2);
      out[j]! += weight * (q + t / 4 - (q + t / 2) ** 2);
      if (this.#hasTies) out[tie]! += weight * t * (1 - t);
    });
  }

  /** Pairs of an order, the better first, with the probabilities that the first wins, the second wins, and neither. */
  #eachPair(r: number, call: (i: number, j: number, isTie: boolean, p: number, q: number, t: number) => void): void {
    const { names, offsets, items, levelEnds } = this.preferences;
    const log = this.#log;
    const logTie = this.#hasTies ? log[names.length]! : Number.NEGATIVE_INFINITY;
    for (let k = offsets[r]!; k < offsets[r + 1]!; k++) {
      for (let l = k + 1; l < offsets[r + 1]!; l++) {
        const isTie = l < levelEnds[k]!;
        // Without a share for ties they say nothing.
        if (isTie && !this.#hasTies) continue;
        const [i, j] = [items[k]!, items[l]!];
        const half = (log[i]! - log[j]!) / 2;
        const most = Math.max(Math.abs(half), logTie);
        const [a, b, c] = [Math.exp(half - most), Math.exp(-half - most), Math.exp(logTie - most)];
        const sum = a + b + c;
        call(i, j, isTie, a / sum, b / sum, c / sum);
      }
    }
  }
}
