import type { Preferences } from '../input/preferences.js';
import { ChosenSet } from './chosen-set.js';
import { OrderLikelihood } from './order-likelihood.js';

/**
 * An order is made by choices: the first out of all, the next out of the others, ... Contestants that are tied are chosen as a set (`ChosenSet`); the last
 * level is what is left and says nothing. An order without ties takes O(items).
 */
export class PlackettLuceLikelihood extends OrderLikelihood {
  readonly numChoices: number;
  /** Logarithms of strengths, and strengths, the largest 0 and 1. */
  readonly #log: Float64Array;
  readonly #strength: Float64Array;
  readonly #set = new ChosenSet();
  readonly #a: Float64Array;
  readonly #b: Float64Array;
  readonly #c: Float64Array;
  readonly #hasTies: Uint8Array;

  constructor(preferences: Preferences) {
    super(preferences, 0);
    const { names, offsets, levelEnds, weights } = preferences;
    this.#log = new Float64Array(names.length);
    this.#strength = new Float64Array(names.length);
    let [longest, numChoices] = [0, 0];
    this.#hasTies = new Uint8Array(weights.length);
    for (let r = 0; r < weights.length; r++) {
      longest = Math.max(longest, offsets[r + 1]! - offsets[r]!);
      for (let k = offsets[r]!; k < offsets[r + 1]!; k++) {
        if (levelEnds[k] !== k + 1) this.#hasTies[r] = 1;
        if (levelEnds[k]! < offsets[r + 1]!) numChoices++;
      }
    }
    this.numChoices = numChoices;
    [this.#a, this.#b, this.#c] = [0, 1, 2].map(() => new Float64Array(longest)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
  }

  protected prepare(point: Float64Array): void {
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < point.length; i++) most = Math.max(most, point[i]!);
    for (let i = 0; i < point.length; i++) {
      this.#log[i] = point[i]! - most;
      this.#strength[i] = Math.exp(this.#log[i]!);
    }
  }

  protected addOrder(r: number, gradient: Float64Array): number {
    const { offsets, items, weights } = this.preferences;
    const [start, end, weight, strength] = [offsets[r]!, offsets[r + 1]!, weights[r]!, this.#strength];
    let value = 0;
    if (this.#hasTies[r] === 0) {
      const rest = this.#rests(start, end);
      let inverses = 0;
      for (let k = start; k < end; k++) {
        const item = items[k]!;
        const isChoice = k < end - 1;
        if (isChoice) {
          inverses += 1 / rest[k - start]!;
          value += this.#log[item]! - Math.log(rest[k - start]!);
        }
        gradient[item]! += weight * ((isChoice ? 1 : 0) - strength[item]! * inverses);
      }
      return weight * value;
    }
    const chances = this.#b;
    this.#eachChoice(start, end, (from, size) => {
      this.#set.chances(chances);
      value -= this.#set.logTotal;
      for (let k = from; k < end; k++) {
        const isChosen = k < from + size ? 1 : 0;
        if (isChosen) value += this.#log[items[k]!]!;
        gradient[items[k]!]! += weight * (isChosen - chances[k - from]!);
      }
    });
    return weight * value;
  }

  protected addCurvature(r: number, v: Float64Array, out: Float64Array): void {
    const { offsets, items, weights } = this.preferences;
    const [start, end, weight, strength] = [offsets[r]!, offsets[r + 1]!, weights[r]!, this.#strength];
    if (this.#hasTies[r] === 0) {
      const rest = this.#rests(start, end);
      const along = this.#b;
      let sum = 0;
      for (let k = end - 1; k >= start; k--) {
        sum += strength[items[k]!]! * v[items[k]!]!;
        along[k - start] = sum;
      }
      let [inverses, means] = [0, 0];
      for (let k = start; k < end; k++) {
        const item = items[k]!;
        if (k < end - 1) {
          inverses += 1 / rest[k - start]!;
          means += along[k - start]! / rest[k - start]! ** 2;
        }
        out[item]! += weight * strength[item]! * (v[item]! * inverses - means);
      }
      return;
    }
    const [own, changes] = [this.#b, this.#c];
    this.#eachChoice(start, end, (from) => {
      for (let k = from; k < end; k++) own[k - from] = v[items[k]!]!;
      this.#set.changes(own, changes);
      for (let k = from; k < end; k++) out[items[k]!]! += weight * changes[k - from]!;
    });
  }

  protected addDiagonal(r: number, out: Float64Array): void {
    const { offsets, items, weights } = this.preferences;
    const [start, end, weight, strength] = [offsets[r]!, offsets[r + 1]!, weights[r]!, this.#strength];
    if (this.#hasTies[r] === 0) {
      const rest = this.#rests(start, end);
      let [inverses, squares] = [0, 0];
      for (let k = start; k < end; k++) {
        const item = items[k]!;
        if (k < end - 1) {
          inverses += 1 / rest[k - start]!;
          squares += 1 / rest[k - start]! ** 2;
        }
        out[item]! += weight * strength[item]! * (inverses - strength[item]! * squares);
      }
      return;
    }
    const chances = this.#b;
    this.#eachChoice(start, end, (from) => {
      this.#set.chances(chances);
      for (let k = from; k < end; k++) out[items[k]!]! += weight * chances[k - from]! * (1 - chances[k - from]!);
    });
  }

  /** Sums of strengths from each place to the end, the weakest added first. */
  #rests(start: number, end: number): Float64Array {
    const { items } = this.preferences;
    let sum = 0;
    for (let k = end - 1; k >= start; k--) {
      sum += this.#strength[items[k]!]!;
      this.#a[k - start] = sum;
    }
    return this.#a;
  }

  /** Sets up the choice at every level but the last: `size` of the items from `from` on. */
  #eachChoice(start: number, end: number, call: (from: number, size: number) => void): void {
    const { items, levelEnds } = this.preferences;
    for (let from = start; levelEnds[from]! < end; from = levelEnds[from]!) {
      for (let k = from; k < end; k++) this.#a[k - from] = this.#log[items[k]!]!;
      const size = levelEnds[from]! - from;
      this.#set.set(this.#a, end - from, size);
      call(from, size);
    }
  }
}
