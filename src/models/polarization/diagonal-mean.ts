import type { Convolution, ConvolutionOptions, EdgeMatrices } from '../../layers/index.js';
import { multiply, Parameter, spmm, type Tensor2D } from '../../tensor/index.js';

/**
 * The mean of the neighbours' states, each column times a learned number, which begins at 1: what passes along the relation, and what is turned
 * round by it. h_i = v * mean_{j in N(i)} x_j; 0 without neighbours. [sources, D], [targets, D] -> [targets, D].
 */
export class DiagonalMean implements Convolution {
  readonly parameters: readonly Parameter[];
  readonly #scale: Parameter;

  constructor({ name, outputWidth }: ConvolutionOptions) {
    this.#scale = Parameter.constant(`${name}/scale`, [outputWidth], 1);
    this.parameters = [this.#scale];
  }

  forward(source: Tensor2D, _target: Tensor2D, { mean }: EdgeMatrices): Tensor2D {
    return multiply(spmm(mean, source), this.#scale.value) as Tensor2D;
  }

  dispose(): void {
    this.#scale.dispose();
  }
}
