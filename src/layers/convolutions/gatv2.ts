import * as z from 'zod/mini';
import { checkOptions, RandomStream } from '../../core/index.js';
import { attentionWeights, fusedAttention, Parameter, type Tensor2D } from '../../tensor/index.js';
import { attentionDropoutOf, checkHeads } from '../attention/heads.js';
import { type ForwardMode, parametersOf } from '../layer.js';
import { Linear } from '../linear.js';
import type { EdgeMatrices } from '../messages/relation.js';
import {
  type AttentionHeads,
  type Convolution,
  type ConvolutionOptions,
  convolutionSchema,
  headsSchema,
} from './convolution.js';

export interface GatV2Options extends ConvolutionOptions, AttentionHeads {}

const optionsSchema = z.strictObject({ ...convolutionSchema, ...headsSchema });

/**
 * Graph attention with dynamic scores (Brody et al., "How Attentive are Graph Attention Networks?", ICLR 2022): per head
 *
 *     h_i = SUM_j softmax_j(a . LeakyReLU(W_1 x_i + W_2 x_j)) W_2 x_j
 *
 * heads side by side, both maps with a bias. A node without neighbours gets 0. [sources, D], [targets, D] -> [targets, H].
 */
export class GatV2 implements Convolution {
  readonly parameters: readonly Parameter[];
  readonly #options: GatV2Options;
  readonly #target: Linear;
  readonly #source: Linear;
  readonly #vector: Parameter;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: GatV2Options) {
    checkOptions(optionsSchema, options);
    const { name, seed, inputWidth, outputWidth, heads = 1 } = options;
    checkHeads({ heads, outputWidth });
    this.#options = options;
    this.#target = new Linear({ name: `${name}/target`, seed, inputWidth, outputWidth });
    this.#source = new Linear({ name: `${name}/source`, seed, inputWidth, outputWidth });
    const stream = new RandomStream(seed, 'init', name, 'attention');
    const d = outputWidth / heads;
    this.#vector = Parameter.xavierNormal(`${name}/attention`, [heads, d], d, 1, stream);
    this.parameters = [...parametersOf([this.#target, this.#source]), this.#vector];
  }

  forward(source: Tensor2D, target: Tensor2D, { matrix }: EdgeMatrices, mode: ForwardMode): Tensor2D {
    const { name, heads = 1, attentionDropout = 0, negativeSlope = 0.2 } = this.#options;
    return fusedAttention(matrix, this.#tensors(source, target), {
      ...{ heads, score: 'gatv2', negativeSlope },
      ...attentionDropoutOf(attentionDropout, `${name}/attention`, mode),
    });
  }

  attention(source: Tensor2D, target: Tensor2D, { matrix }: EdgeMatrices) {
    const { heads = 1, negativeSlope = 0.2 } = this.#options;
    const tensors = this.#tensors(source, target);
    const weights = attentionWeights(matrix, tensors, { heads, score: 'gatv2', negativeSlope });
    return { weights, values: tensors.values };
  }

  #tensors(source: Tensor2D, target: Tensor2D) {
    const sent = this.#source.forward(source);
    return { queries: this.#target.forward(target), keys: sent, values: sent, vector: this.#vector.value };
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
