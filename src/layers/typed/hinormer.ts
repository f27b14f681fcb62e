import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import {
  add,
  channelAttention,
  concatColumns,
  leakyRelu,
  matMul,
  type Parameter,
  scale,
  sliceColumns,
  type Tensor2D,
  tensor2d,
} from '../../tensor/index.js';
import { blockDiagonal, checkHeads } from '../attention/heads.js';
import { Dropout } from '../dropout.js';
import { type ForwardMode, type LayerOptions, layerSchema } from '../layer.js';
import { LayerNorm } from '../layer-norm.js';
import { xavierParameters } from '../xavier-parameters.js';

export interface HinormerOptions extends LayerOptions {
  /** W, of all heads together. */
  readonly width: number;
  /** T: width of what is known of the relations around a node. */
  readonly relationWidth: number;
  /** Default 2. They divide the width. */
  readonly heads?: number;
  /** Weight of the relations in the scores; default 1. */
  readonly beta?: number;
  /** What scores are divided by before the softmax; default 1. */
  readonly temperature?: number;
  /** Of what is added to the states, in training, as a fraction; default 0. */
  readonly dropout?: number;
}

const optionsSchema = z.strictObject({
  ...layerSchema,
  width: option.count,
  relationWidth: option.count,
  heads: z.optional(option.count),
  beta: z.optional(option.nonNegative),
  temperature: z.optional(option.positive),
  dropout: z.optional(option.rate),
});

/**
 * The transformer layer of HINormer (Mao et al., "HINormer: Representation Learning On Heterogeneous Information Networks with Graph
 * Transformer", WWW 2023) within sequences of nodes: per head
 *
 *     h_u = LayerNorm(h_u + O SUM_v softmax_v((a . LeakyReLU(W h_v) + beta (K r_u) . (Q r_v)) / temperature) W h_v)
 *
 * with h the states of the nodes and r what is known of the relations around them. The paper adds to each score a term of u alone, which
 * no softmax over v can see, so that it is left out. [B L, W], [B L, T] -> [B L, W].
 *
 * @example
 * const layer = new Hinormer({ name: 'layer', seed: 1, width: 64, relationWidth: 3 });
 * const next = layer.forward(states, relations, 50, { training: false }); // sequences of 50 nodes below each other
 */
export class Hinormer {
  readonly parameters: readonly Parameter[];
  readonly #options: Required<HinormerOptions>;
  readonly #weight: Parameter;
  readonly #vectors: Parameter;
  readonly #keys: Parameter;
  readonly #queries: Parameter;
  readonly #output: Parameter;
  readonly #norm: LayerNorm;
  readonly #dropout: Dropout;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: HinormerOptions) {
    checkOptions(optionsSchema, options);
    this.#options = { heads: 2, beta: 1, temperature: 1, dropout: 0, ...options };
    const { name, seed, width, relationWidth: t, heads, dropout } = this.#options;
    checkHeads({ heads, outputWidth: width });
    const normal = xavierParameters({ name, seed });
    this.#weight = normal(['weight'], [width, width], width, width);
    this.#vectors = normal(['attention'], [width, 1], width / heads, 1);
    this.#keys = normal(['relation-keys'], [t, heads * t], t, heads * t);
    this.#queries = normal(['relation-queries'], [t, heads * t], t, heads * t);
    this.#output = normal(['output'], [width, width], width, width);
    this.#norm = new LayerNorm({ name: `${name}/norm`, width });
    this.#dropout = new Dropout({ name, rate: dropout });
    const own = [this.#weight, this.#vectors, this.#keys, this.#queries, this.#output];
    this.parameters = [...own, ...this.#norm.parameters];
  }

  /**
   * @param x states, sequence after sequence
   * @param relations of the same nodes
   * @param length L of every sequence
   * @throws {HeteroGraphError} SHAPE_MISMATCH
   */
  forward(x: Tensor2D, relations: Tensor2D, length: number, mode: ForwardMode): Tensor2D {
    const { heads, width, relationWidth: t, beta, temperature } = this.#options;
    const value = (parameter: Parameter) => parameter.value as Tensor2D;
    const states = matMul(x, value(this.#weight));
    const scores = matMul(leakyRelu(states, 0.01), blockDiagonal(value(this.#vectors), heads));
    const mine = scale(matMul(relations, value(this.#keys)), beta);
    const theirs = matMul(relations, value(this.#queries));
    const ones = tensor2d(new Float32Array(x.shape[0]).fill(1), [x.shape[0], 1]);
    const d = width / heads;
    // A score is one product: (1, beta K r_u) . (a . LeakyReLU(W h_v), Q r_v). The attention divides by the root of their width.
    const factor = Math.sqrt(t + 1) / temperature;
    const perHead = Array.from({ length: heads }, (_, h) =>
      channelAttention(
        {
          queries: scale(concatColumns([ones, sliceColumns(mine, h * t, t)]), factor),
          keys: concatColumns([sliceColumns(scores, h, 1), sliceColumns(theirs, h * t, t)]),
          values: sliceColumns(states, h * d, d),
        },
        length,
      ),
    );
    const attended = matMul(perHead.length === 1 ? perHead[0]! : concatColumns(perHead), value(this.#output));
    return this.#norm.forward(add(x, this.#dropout.forward(attended, mode)));
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
