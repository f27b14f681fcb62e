import * as z from 'zod/mini';
import { checkOptions, option, RandomStream } from '../../core/index.js';
import {
  add,
  attentionWeights,
  type Dropout,
  fusedAttention,
  matMul,
  Parameter,
  stopGradient,
  type Tensor2D,
} from '../../tensor/index.js';
import { matMulDropped } from '../../tensor/internal.js';
import { attentionDropoutOf, checkHeads, headScores } from '../attention/heads.js';
import { type AttentionHeads, headsSchema } from '../convolutions/convolution.js';
import { type ForwardMode, type LayerOptions, layerSchema } from '../layer.js';
import { type HomogeneousEdges, outputStates } from '../messages/homogeneous.js';
import { xavierParameters } from '../xavier-parameters.js';

export interface SimpleHgnOptions extends LayerOptions, AttentionHeads {
  readonly inputWidth: number;
  /** Of all heads together. */
  readonly outputWidth: number;
  /** Relations, with one for self loops: `HomogeneousEdges.numRelations`. */
  readonly numRelations: number;
  /** Width of the vectors of relations; default 64. */
  readonly relationWidth?: number;
  /** Whether the old states are added to the new, by a matrix where widths differ; default true. */
  readonly residual?: boolean;
  /** Share of the attention of the layer before; default 0.05. */
  readonly attentionResidual?: number;
}

const optionsSchema = z.strictObject({
  ...layerSchema,
  ...headsSchema,
  inputWidth: option.count,
  outputWidth: option.count,
  numRelations: option.count,
  relationWidth: z.optional(option.count),
  residual: z.optional(z.boolean('true or false')),
  attentionResidual: z.optional(option.fraction),
});

/** States of the rows, and the weights of the entries, [E, H], which the next layer can take a share of. */
export interface SimpleHgnOutput {
  readonly states: Tensor2D;
  /** What the weights weigh, [rows of the input types, H]. */
  readonly values: Tensor2D;
  /** Computed when called; no gradient. */
  attention(): Tensor2D;
}

/**
 * The layer of Simple-HGN (Lv et al., "Are we really making much progress?", KDD 2021): graph attention over all edges and self loops
 * whose scores also know the relation, LeakyReLU(a_1 . W x_i + a_2 . W x_j + a_3 . W_r r), with a share of the attention of the layer
 * before, and the old states added. No activation. States lie below each other by node type: [rows, D] -> [rows, H].
 */
export class SimpleHgn {
  readonly parameters: readonly Parameter[];
  readonly #options: SimpleHgnOptions;
  readonly #weight: Parameter;
  readonly #vectors: Readonly<Record<'source' | 'target' | 'relation', Parameter>>;
  readonly #relations: Parameter;
  readonly #relationWeight: Parameter;
  readonly #residual: Parameter | undefined;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: SimpleHgnOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, inputWidth: d, outputWidth: h, heads = 1, numRelations, relationWidth = 64 } = options;
    const { residual = true } = options;
    checkHeads({ heads, outputWidth: h });
    this.#options = options;
    const normal = xavierParameters({ name, seed });
    this.#weight = normal(['weight'], [d, h], d, h);
    this.#vectors = {
      source: normal(['source-attention'], [h, 1], h / heads, 1),
      target: normal(['target-attention'], [h, 1], h / heads, 1),
      relation: normal(['relation-attention'], [heads * relationWidth, 1], relationWidth, 1),
    };
    const stream = new RandomStream(seed, 'init', name, 'relations');
    this.#relations = new Parameter(`${name}/relations`, [numRelations, relationWidth], (values) =>
      stream.fillNormal(values, 1),
    );
    this.#relationWeight = normal(
      ['relation-weight'],
      [relationWidth, heads * relationWidth],
      relationWidth,
      heads * relationWidth,
    );
    this.#residual = residual && d !== h ? normal(['residual'], [d, h], d, h) : undefined;
    this.parameters = [
      ...[this.#weight, ...Object.values(this.#vectors), this.#relations, this.#relationWeight],
      ...(this.#residual ? [this.#residual] : []),
    ];
  }

  /**
   * @param x states of the input types of the edges
   * @param before weights [E, H] of the layer before for the same entries; default none
   * @param dropout that x came out of, which saves time; default none
   * @throws {HeteroGraphError} SHAPE_MISMATCH
   */
  forward(
    x: Tensor2D,
    edges: HomogeneousEdges,
    mode: ForwardMode,
    before?: Tensor2D,
    dropout?: Dropout,
  ): SimpleHgnOutput {
    const { name, heads = 1, attentionDropout = 0, negativeSlope = 0.2 } = this.#options;
    const { residual = true, attentionResidual: share = 0.05 } = this.#options;
    const value = (parameter: Parameter) => parameter.value as Tensor2D;
    const { source, target, relation } = this.#vectors;
    const weight = value(this.#weight);
    const own = outputStates(x, edges);
    const scores = {
      queries: headScores(own, weight, value(target), heads),
      keys: headScores(x, weight, value(source), heads),
      bias: headScores(value(this.#relations), value(this.#relationWeight), value(relation), heads),
    };
    const options = {
      ...{ heads, negativeSlope, biasTypes: edges.relationOf },
      ...attentionDropoutOf(attentionDropout, `${name}/attention`, mode),
      ...(before && share > 0 ? { residual: { weights: before, share } } : {}),
    };
    const values = dropout ? matMulDropped(x, weight, dropout) : matMul(x, weight);
    const attended = fusedAttention(edges.matrix, { ...scores, values }, options);
    const states = residual ? add(attended, this.#residual ? matMul(own, value(this.#residual)) : own) : attended;
    return { states, values, attention: () => stopGradient(attentionWeights(edges.matrix, scores, options)) };
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
