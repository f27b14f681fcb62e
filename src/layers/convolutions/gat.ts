import * as z from 'zod/mini';
import { checkOptions } from '../../core/index.js';
import { add, attentionWeights, fusedAttention, matMul, Parameter, type Tensor2D } from '../../tensor/index.js';
import { attentionDropoutOf, checkHeads, headScores } from '../attention/heads.js';
import type { ForwardMode } from '../layer.js';
import type { EdgeMatrices } from '../messages/relation.js';
import { xavierParameters } from '../xavier-parameters.js';
import {
  type AttentionHeads,
  type Convolution,
  type ConvolutionOptions,
  convolutionSchema,
  headsSchema,
} from './convolution.js';

export interface GatOptions extends ConvolutionOptions, AttentionHeads {
  /** Whether senders and receivers share one matrix, as on a graph of one type; default true. */
  readonly sharedWeights?: boolean;
}

const optionsSchema = z.strictObject({
  ...convolutionSchema,
  ...headsSchema,
  sharedWeights: z.optional(z.boolean('true or false')),
});

/**
 * Graph attention (Velickovic et al., "Graph Attention Networks", ICLR 2018): per head
 *
 *     h_i = b + SUM_j softmax_j(LeakyReLU(a_1 . W x_i + a_2 . W x_j)) W x_j
 *
 * heads side by side. A node without neighbours gets b. [sources, D], [targets, D] -> [targets, H].
 */
export class Gat implements Convolution {
  readonly parameters: readonly Parameter[];
  readonly #options: GatOptions;
  readonly #weight: Parameter;
  readonly #targetWeight: Parameter;
  readonly #sourceVectors: Parameter;
  readonly #targetVectors: Parameter;
  readonly #bias: Parameter;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: GatOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, inputWidth: d, outputWidth: h, heads = 1, sharedWeights = true } = options;
    checkHeads({ heads, outputWidth: h });
    this.#options = options;
    const normal = xavierParameters({ name, seed });
    this.#weight = normal(['weight'], [d, h], d, h);
    this.#targetWeight = sharedWeights ? this.#weight : normal(['target-weight'], [d, h], d, h);
    this.#sourceVectors = normal(['source-attention'], [h, 1], h / heads, 1);
    this.#targetVectors = normal(['target-attention'], [h, 1], h / heads, 1);
    this.#bias = Parameter.zeros(`${name}/bias`, [h]);
    const weights = sharedWeights ? [this.#weight] : [this.#weight, this.#targetWeight];
    this.parameters = [...weights, this.#sourceVectors, this.#targetVectors, this.#bias];
  }

  forward(source: Tensor2D, target: Tensor2D, { matrix }: EdgeMatrices, mode: ForwardMode): Tensor2D {
    const { name, heads = 1, attentionDropout = 0, negativeSlope = 0.2 } = this.#options;
    const attended = fusedAttention(matrix, this.#tensors(source, target), {
      ...{ heads, negativeSlope },
      ...attentionDropoutOf(attentionDropout, `${name}/attention`, mode),
    });
    return add(attended, this.#bias.value as never);
  }

  attention(source: Tensor2D, target: Tensor2D, { matrix }: EdgeMatrices) {
    const { heads = 1, negativeSlope = 0.2 } = this.#options;
    const tensors = this.#tensors(source, target);
    return { weights: attentionWeights(matrix, tensors, { heads, negativeSlope }), values: tensors.values };
  }

  #tensors(source: Tensor2D, target: Tensor2D) {
    const { heads = 1 } = this.#options;
    const value = (parameter: Parameter) => parameter.value as Tensor2D;
    return {
      queries: headScores(target, value(this.#targetWeight), value(this.#targetVectors), heads),
      keys: headScores(source, value(this.#weight), value(this.#sourceVectors), heads),
      values: matMul(source, value(this.#weight)),
    };
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
