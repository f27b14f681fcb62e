import * as z from 'zod/mini';
import { checkOptions, RandomStream } from '../../core/index.js';
import { add, matMul, Parameter, spmm, type Tensor2D } from '../../tensor/index.js';
import type { EdgeMatrices } from '../messages/relation.js';
import { type Convolution, type ConvolutionOptions, convolutionSchema } from './convolution.js';

const optionsSchema = z.strictObject(convolutionSchema);

/**
 * Graph convolution (Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional Networks", ICLR 2017):
 *
 *     h_i = b + SUM_j w_ij / sqrt(deg_i deg_j) W x_j
 *
 * without self loops: add them as edges, or give the layer's input to the next by another way. [sources, D] -> [targets, H].
 */
export class Gcn implements Convolution {
  readonly parameters: readonly Parameter[];
  readonly #weight: Parameter;
  readonly #bias: Parameter;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: ConvolutionOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, inputWidth: d, outputWidth: h } = options;
    this.#weight = Parameter.xavierNormal(`${name}/weight`, [d, h], d, h, new RandomStream(seed, 'init', name));
    this.#bias = Parameter.zeros(`${name}/bias`, [h]);
    this.parameters = [this.#weight, this.#bias];
  }

  forward(source: Tensor2D, _target: Tensor2D, { symmetric }: EdgeMatrices): Tensor2D {
    return add(spmm(symmetric, matMul(source, this.#weight.value as Tensor2D)), this.#bias.value as never);
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
