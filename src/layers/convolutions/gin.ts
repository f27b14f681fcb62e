import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { add, multiply, Parameter, spmm, type Tensor2D } from '../../tensor/index.js';
import type { ForwardMode } from '../layer.js';
import type { EdgeMatrices } from '../messages/relation.js';
import { Mlp } from '../mlp.js';
import { type Convolution, type ConvolutionOptions, convolutionSchema } from './convolution.js';

export interface GinOptions extends ConvolutionOptions {
  /** Width between the two maps; default the output width. */
  readonly hidden?: number;
}

const optionsSchema = z.strictObject({ ...convolutionSchema, hidden: z.optional(option.count) });

/**
 * Graph isomorphism network (Xu et al., "How Powerful are Graph Neural Networks?", ICLR 2019):
 *
 *     h_i = MLP((1 + epsilon) x_i + SUM_{j in N(i)} x_j)
 *
 * with a learned epsilon that starts at 0 and two dense layers with ReLU between. [sources, D], [targets, D] -> [targets, H].
 */
export class Gin implements Convolution {
  readonly parameters: readonly Parameter[];
  readonly #epsilon: Parameter;
  readonly #mlp: Mlp;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: GinOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, inputWidth, outputWidth, hidden = outputWidth } = options;
    this.#epsilon = Parameter.zeros(`${name}/epsilon`, [1]);
    this.#mlp = new Mlp({ name, seed, widths: [inputWidth, hidden, outputWidth], activation: 'relu' });
    this.parameters = [this.#epsilon, ...this.#mlp.parameters];
  }

  forward(source: Tensor2D, target: Tensor2D, { matrix }: EdgeMatrices, mode: ForwardMode): Tensor2D {
    const own = add(target, multiply(target, this.#epsilon.value));
    return this.#mlp.forward(add(own, spmm(matrix, source)), mode);
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
