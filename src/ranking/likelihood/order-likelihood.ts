import type { Preferences } from '../input/preferences.js';
import type { UnitLikelihood } from './likelihood.js';

/** A likelihood that is a sum over orders, each times its weight and about its own contestants and some parameters of all. */
export abstract class OrderLikelihood implements UnitLikelihood {
  readonly size: number;
  readonly numStrengths: number;
  readonly numUnits: number;
  readonly preferences: Preferences;
  /** Parameters that every order depends on: from the number of contestants to `size`. */
  readonly #shared: number;

  constructor(preferences: Preferences, numShared: number) {
    this.preferences = preferences;
    this.size = preferences.names.length + numShared;
    this.numStrengths = preferences.names.length;
    this.numUnits = preferences.numUnits;
    this.#shared = numShared;
  }

  abstract readonly numChoices: number;
  /** Makes ready for a point. */
  protected abstract prepare(point: Float64Array): void;
  /** The logarithm of the probability of order r, whose gradient is added to `gradient`, both times the weight of the order. */
  protected abstract addOrder(r: number, gradient: Float64Array): number;
  /** Adds minus the second derivatives of order r times v to `out`, times the weight of the order. */
  protected abstract addCurvature(r: number, v: Float64Array, out: Float64Array): void;
  /** Adds the diagonal of minus the second derivatives of order r, times its weight. */
  protected abstract addDiagonal(r: number, out: Float64Array): void;

  moveTo(point: Float64Array, gradient: Float64Array): number {
    this.prepare(point);
    gradient.fill(0);
    let value = 0;
    for (let r = 0; r < this.preferences.weights.length; r++) value += this.addOrder(r, gradient);
    return value;
  }

  curvature(v: Float64Array, out: Float64Array): void {
    out.fill(0);
    for (let r = 0; r < this.preferences.weights.length; r++) this.addCurvature(r, v, out);
  }

  diagonal(out: Float64Array): void {
    out.fill(0);
    for (let r = 0; r < this.preferences.weights.length; r++) this.addDiagonal(r, out);
  }

  addInformation(out: Float64Array): void {
    const { size } = this;
    const [v, bent] = [new Float64Array(size), new Float64Array(size)];
    for (let r = 0; r < this.preferences.weights.length; r++) {
      const own = this.#parametersOf(r);
      for (const i of own) {
        v[i] = 1;
        this.addCurvature(r, v, bent);
        v[i] = 0;
        for (const j of own) {
          out[i * size + j]! += bent[j]!;
          bent[j] = 0;
        }
      }
    }
  }

  eachScore(call: (parameters: Int32Array, values: Float64Array) => void): void {
    const { units, weights } = this.preferences;
    const gradient = new Float64Array(this.size);
    for (let r = 0; r < weights.length; ) {
      const unit = units[r]!;
      const touched = new Set<number>();
      for (; r < weights.length && units[r] === unit; r++) {
        this.addOrder(r, gradient);
        for (const i of this.#parametersOf(r)) touched.add(i);
      }
      const parameters = Int32Array.from(touched).sort();
      call(
        parameters,
        Float64Array.from(parameters, (i) => gradient[i]!),
      );
      for (const i of parameters) gradient[i] = 0;
    }
  }

  #parametersOf(r: number): Int32Array {
    const { offsets, items, names } = this.preferences;
    const [start, end] = [offsets[r]!, offsets[r + 1]!];
    const own = new Int32Array(end - start + this.#shared);
    own.set(items.subarray(start, end));
    for (let s = 0; s < this.#shared; s++) own[end - start + s] = names.length + s;
    return own;
  }
}
