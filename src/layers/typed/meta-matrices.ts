import { RandomStream } from '../../core/index.js';
import { linear, matMul, Parameter, reshape, sliceRows, type Tensor2D } from '../../tensor/index.js';
import type { LayerOptions } from '../layer.js';
import { fillXavier, xavierParameters } from '../xavier-parameters.js';
import type { StateMap } from './state-maps.js';

export interface MetaMatricesOptions extends LayerOptions {
  /** D, rows of each matrix. */
  readonly inputWidth: number;
  /** H, its columns. */
  readonly outputWidth: number;
  /** Whether each comes with a bias. */
  readonly bias: boolean;
  /** T: numbers of the vector that a matrix is made from. */
  readonly textWidth: number;
  /** B: matrices that are added up, besides the one that all texts have. */
  readonly bases: number;
}

/**
 * Matrices and biases made from vectors of texts, so that there are some for every text, whether it was there in training or not:
 *
 *     W(t) = W_0 + SUM_b a_b(t) W_b,   a(t) = t A      and the bias alike
 *
 * A begins at 0: at first all texts have the same matrix, and a part of a text that is in no text of training adds nothing. W is affine in t,
 * so that the mean of the matrices of several texts is the matrix of the mean of their vectors.
 */
export class MetaMatrices {
  readonly parameters: readonly Parameter[];
  readonly #options: MetaMatricesOptions;
  readonly #common: Parameter;
  readonly #bases: Parameter;
  readonly #shares: Parameter;

  constructor(options: MetaMatricesOptions) {
    this.#options = options;
    const { name, seed, inputWidth: d, outputWidth: h, textWidth, bases } = options;
    const size = this.#rows * h;
    const stream = new RandomStream(seed, 'init', name, 'common');
    // The bias, the last row, begins at 0.
    const fill = (values: Float32Array) => fillXavier(values.subarray(0, d * h), { fanIn: d, fanOut: h }, stream);
    this.#common = new Parameter(`${name}/common`, [size], fill);
    this.#bases = xavierParameters({ name, seed })(['bases'], [bases, size], d, h);
    this.#shares = Parameter.zeros(`${name}/shares`, [textWidth, bases]);
    this.parameters = [this.#common, this.#bases, this.#shares];
  }

  /** @param texts [N, T] @returns N matrices [D, H]. The caller tidies. */
  matrices(texts: Tensor2D): Tensor2D[] {
    const flat = this.#flat(texts);
    return Array.from({ length: texts.shape[0] }, (_, i) => this.#weight(flat, i));
  }

  /** The same with their biases. */
  maps(texts: Tensor2D): StateMap[] {
    const { inputWidth: d, outputWidth: h } = this.#options;
    const flat = this.#flat(texts);
    return Array.from({ length: texts.shape[0] }, (_, i) => ({
      weight: this.#weight(flat, i),
      bias: reshape(sliceRows(flat, i * this.#rows + d, 1), [h]),
    }));
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  get #rows(): number {
    return this.#options.inputWidth + (this.#options.bias ? 1 : 0);
  }

  /** All below each other, with their biases as last rows. */
  #flat(texts: Tensor2D): Tensor2D {
    const shares = matMul(texts, this.#shares.value as Tensor2D);
    const flat = linear(shares, this.#bases.value, this.#common.value);
    return reshape<Tensor2D>(flat, [texts.shape[0] * this.#rows, this.#options.outputWidth]);
  }

  #weight(flat: Tensor2D, i: number): Tensor2D {
    return sliceRows(flat, i * this.#rows, this.#options.inputWidth);
  }
}
