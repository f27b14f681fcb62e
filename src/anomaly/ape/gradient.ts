import { sigmoid, softplus } from '../../training/internal.js';
import { type ApeParameters, numPairs, usedWeights } from './parameters.js';
import type { ApeSettings } from './settings.js';

type Floats = Float32Array | Float64Array;

/** Events and the noise that they are told from, as rows of the parameters. */
export interface ApeBatch {
  /** [size, columns] */
  readonly events: Int32Array;
  readonly size: number;
  /**
   * `contrast`, `context`: [size, columns, noise], what stands in place of each value, -1 for none. `independent`: [size, noise events,
   * columns].
   */
  readonly noise: Int32Array;
}

/** Sums of gradients, shaped as the parameters, and the rows with one. */
export interface ApeGradients {
  readonly vectors: Floats;
  readonly biases: Floats;
  readonly weights: Floats;
  readonly constant: Floats;
  readonly touched: Uint8Array;
  /** The first `numRows` are the rows that were touched. */
  readonly rows: Int32Array;
  numRows: number;
}

/**
 * The loss of batches and its gradient, worked out by hand. With h_i = sum over j of w_ij v_j, an event with value a of column i replaced
 * by b has S + (v_b - v_a) . h_i; so its noise costs O(dimension) each beside O(columns^2 dimension) of the event.
 */
export class ApeGradient {
  readonly #parameters: ApeParameters;
  readonly #settings: Pick<ApeSettings, 'objective' | 'weightConstraint'>;
  readonly #width: number;
  /** log q of each row, as the objective wants it. */
  readonly #logNoise: Float64Array;
  readonly #used: Floats;
  readonly #usedGradient: Floats;
  /** Of the event at hand, [columns, dimension] each: vectors, h, and u: what the noise pulls. */
  readonly #own: Floats;
  readonly #context: Floats;
  readonly #pull: Floats;
  readonly #through: Floats;
  readonly #pulls: Float64Array;

  /** @param logNoise by row, as `logNoiseOf` gives it for the objective */
  constructor(
    parameters: ApeParameters,
    settings: Pick<ApeSettings, 'objective' | 'weightConstraint'>,
    logNoise: Float64Array,
  ) {
    this.#parameters = parameters;
    this.#settings = settings;
    this.#logNoise = logNoise;
    this.#width = parameters.starts.length - 1;
    const floats = (length: number): Floats =>
      parameters.vectors instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
    this.#used = floats(numPairs(this.#width));
    this.#usedGradient = floats(numPairs(this.#width));
    const size = this.#width * parameters.dimension;
    [this.#own, this.#context, this.#pull, this.#through] = [floats(size), floats(size), floats(size), floats(size)];
    this.#pulls = new Float64Array(this.#width);
  }

  /** Mean loss of the batch, whose gradient is added to `sums`. */
  add({ events, size, noise }: ApeBatch, sums: ApeGradients): number {
    const { weights } = this.#parameters;
    const { objective, weightConstraint } = this.#settings;
    usedWeights(weights, weightConstraint, this.#used);
    this.#usedGradient.fill(0);
    const stride = noise.length / size;
    let loss = 0;
    for (let e = 0; e < size; e++) {
      const each = objective === 'independent' ? this.#independent : this.#replaced;
      loss += each.call(this, events, e * this.#width, noise, e * stride, stride, sums, 1 / size);
    }
    for (let pair = 0; pair < weights.length; pair++) {
      const weight = weights[pair]!;
      const slope =
        weightConstraint === 'softplus' ? sigmoid(weight) : weightConstraint === 'clip' && weight < 0 ? 0 : 1;
      sums.weights[pair]! += this.#usedGradient[pair]! * slope;
    }
    return loss / size;
  }

  /** An event against itself with one value replaced. */
  #replaced(
    events: Int32Array,
    at: number,
    noise: Int32Array,
    noiseAt: number,
    numNoise: number,
    sums: ApeGradients,
    share: number,
  ): number {
    const { dimension, vectors, biases } = this.#parameters;
    const logNoise = this.#logNoise;
    const context = this.#context;
    const own = this.#own;
    const pull = this.#pull;
    const isContrast = this.#settings.objective === 'contrast';
    const score = this.#read(events, at);
    pull.fill(0);
    const perColumn = numNoise / this.#width;
    const constant = this.#parameters.constant[0]! - Math.log(numNoise);
    const scale = share / (isContrast ? numNoise : numNoise + 1);
    let loss = 0;
    let coefficient = 0;
    if (!isContrast) {
      let density = 0;
      for (let i = 0; i < this.#width; i++) density += logNoise[events[at + i]!]!;
      const logit = score + constant - density / this.#width;
      loss += softplus(-logit);
      coefficient = -sigmoid(-logit) * scale;
      sums.constant[0]! += coefficient;
    }
    for (let i = 0; i < this.#width; i++) {
      const row = events[at + i]!;
      const base = i * dimension;
      let pulls = 0;
      for (let k = 0; k < perColumn; k++) {
        const other = noise[noiseAt + i * perColumn + k]!;
        if (other < 0) continue;
        const otherBase = other * dimension;
        let difference = biases[other]! - biases[row]!;
        for (let x = 0; x < dimension; x++) {
          difference += (vectors[otherBase + x]! - own[base + x]!) * context[base + x]!;
        }
        let slope: number;
        if (isContrast) {
          const logit = -difference - logNoise[row]! + logNoise[other]!;
          loss += softplus(-logit);
          slope = sigmoid(-logit) * scale;
        } else {
          const logit = score + difference + constant - logNoise[other]!;
          loss += softplus(logit);
          slope = sigmoid(logit) * scale;
          coefficient += slope;
          sums.constant[0]! += slope;
        }
        pulls += slope;
        sums.biases[other]! += slope;
        touch(sums, other);
        for (let x = 0; x < dimension; x++) {
          pull[base + x]! += slope * (vectors[otherBase + x]! - own[base + x]!);
          sums.vectors[otherBase + x]! += slope * context[base + x]!;
        }
      }
      this.#pulls[i] = pulls;
    }
    this.#spread(events, at, isContrast ? 0 : coefficient, sums);
    return (loss * scale) / share;
  }

  /** An event, and noise events of which every value was drawn. */
  #independent(
    events: Int32Array,
    at: number,
    noise: Int32Array,
    noiseAt: number,
    stride: number,
    sums: ApeGradients,
    share: number,
  ): number {
    const numNoise = stride / this.#width;
    const scale = share / (numNoise + 1);
    const constant = this.#parameters.constant[0]! - Math.log(numNoise);
    let loss = 0;
    this.#pull.fill(0);
    this.#pulls.fill(0);
    for (let k = -1; k < numNoise; k++) {
      const rows = k < 0 ? events : noise;
      const start = k < 0 ? at : noiseAt + k * this.#width;
      let logit = this.#read(rows, start) + constant;
      for (let i = 0; i < this.#width; i++) logit -= this.#logNoise[rows[start + i]!]!;
      loss += softplus(k < 0 ? -logit : logit);
      const slope = (k < 0 ? -sigmoid(-logit) : sigmoid(logit)) * scale;
      sums.constant[0]! += slope;
      this.#spread(rows, start, slope, sums);
    }
    return (loss * scale) / share;
  }

  /** Vectors and contexts of an event. Returns S. */
  #read(rows: Int32Array, at: number): number {
    const { dimension, vectors, biases } = this.#parameters;
    const own = this.#own;
    const context = this.#context;
    const used = this.#used;
    const width = this.#width;
    for (let i = 0; i < width; i++) {
      const from = rows[at + i]! * dimension;
      for (let x = 0; x < dimension; x++) own[i * dimension + x] = vectors[from + x]!;
    }
    context.fill(0);
    for (let i = 0, pair = 0; i < width; i++) {
      for (let j = i + 1; j < width; j++, pair++) {
        const weight = used[pair]!;
        for (let x = 0, a = i * dimension, b = j * dimension; x < dimension; x++, a++, b++) {
          context[a]! += weight * own[b]!;
          context[b]! += weight * own[a]!;
        }
      }
    }
    let twice = 0;
    for (let x = 0; x < own.length; x++) twice += own[x]! * context[x]!;
    let score = twice / 2;
    for (let i = 0; i < width; i++) score += biases[rows[at + i]!]!;
    return score;
  }

  /** Adds the gradient of coefficient x S + sum over i of u_i . h_i, without what belongs to the noise's own vectors. */
  #spread(rows: Int32Array, at: number, coefficient: number, sums: ApeGradients): void {
    const { dimension } = this.#parameters;
    const own = this.#own;
    const pull = this.#pull;
    const through = this.#through;
    const used = this.#used;
    const width = this.#width;
    through.fill(0);
    for (let i = 0, pair = 0; i < width; i++) {
      for (let j = i + 1; j < width; j++, pair++) {
        const weight = used[pair]!;
        let product = 0;
        for (let x = 0, a = i * dimension, b = j * dimension; x < dimension; x++, a++, b++) {
          const ownA = own[a]!;
          const ownB = own[b]!;
          const pullA = pull[a]!;
          const pullB = pull[b]!;
          through[a]! += weight * pullB;
          through[b]! += weight * pullA;
          product += coefficient * ownA * ownB + pullA * ownB + pullB * ownA;
        }
        this.#usedGradient[pair]! += product;
      }
    }
    for (let i = 0; i < width; i++) {
      const row = rows[at + i]!;
      touch(sums, row);
      const factor = coefficient - this.#pulls[i]!;
      sums.biases[row]! += factor;
      const to = row * dimension;
      for (let x = 0, a = i * dimension; x < dimension; x++, a++) {
        sums.vectors[to + x]! += factor * this.#context[a]! + through[a]!;
      }
    }
  }
}

function touch(sums: ApeGradients, row: number): void {
  if (sums.touched[row]) return;
  sums.touched[row] = 1;
  sums.rows[sums.numRows++] = row;
}
