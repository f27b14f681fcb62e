import * as z from 'zod/mini';
import { checkOptions, type RandomStream, rowsOfEntries } from '../../core/index.js';
import {
  add,
  addAll,
  attentionWeights,
  fusedAttention,
  gatherRows,
  matMul,
  multiply,
  Parameter,
  relu,
  type Scalar,
  sliceColumns,
  softmax,
  type Tensor2D,
} from '../../tensor/index.js';
import { attentionDropoutOf, blockDiagonal, checkHeads } from '../attention/heads.js';
import { absentRelations } from '../composed/absent.js';
import { logValues } from '../composed/log-values.js';
import { proximityLoss } from '../composed/proximity.js';
import { type AttentionHeads, headsSchema } from '../convolutions/convolution.js';
import { type ForwardMode, parametersOf } from '../layer.js';
import { LayerNorm } from '../layer-norm.js';
import { Linear } from '../linear.js';
import {
  type HeteroLayer,
  type HeteroLayerOptions,
  type HeteroTensors,
  heteroLayerSchema,
  inputOf,
  knownInto,
  relationsInto,
} from '../messages/hetero-layer.js';
import type { MessageGraph } from '../messages/message-graph.js';
import type { MessageRelation } from '../messages/relation.js';
import { type ExplainableLayer, type LayerShares, meanOfHeads } from '../messages/shares.js';
import { xavierParameters } from '../xavier-parameters.js';
import { HeteroLinear } from './hetero-linear.js';

export interface LatteOptions extends HeteroLayerOptions, AttentionHeads {
  /** Whether a relation that a node has no edge of gets no weight there; default false, as in the paper. */
  readonly maskAbsentRelations?: boolean;
  /** Whether the logarithms of the values of edges, where they have some, are added to their scores; default false. */
  readonly edgeValues?: boolean;
  /** Default `relu`. */
  readonly activation?: 'relu' | 'none';
  /** Whether states are layer-normalised before the activation; default false. */
  readonly norm?: boolean;
}

const optionsSchema = z.strictObject({
  ...heteroLayerSchema,
  ...headsSchema,
  maskAbsentRelations: z.optional(z.boolean('true or false')),
  edgeValues: z.optional(z.boolean('true or false')),
  activation: z.optional(z.enum(['relu', 'none'])),
  norm: z.optional(z.boolean('true or false')),
});

/** Parameters of a relation: vectors of the heads below each other, [H d, 1], a bias per head and a factor of the scores. */
interface RelationParameters {
  readonly source: Parameter;
  readonly target: Parameter;
  readonly bias: Parameter;
  readonly sharpness: Parameter;
}

/** Scores of an edge are queries[target] + keys[source], per head, before the leaky ReLU. */
interface Sides {
  readonly queries: Tensor2D;
  readonly keys: Tensor2D;
  readonly values: Tensor2D;
  readonly bias?: Tensor2D;
}

/**
 * A layer of LATTE (Tran and Gao, "Layer-stacked Attention for Heterogeneous Network Embedding", arXiv 2009.08072). Every relation p into
 * a node type attends among its own edges, and every node weighs its relations and itself by its input:
 *
 *     m_i^p  = SUM_j softmax_j(LeakyReLU(theta_p (a_p . l_i + b_p . r_j + c_p))) r_j       l = W_L x + b, r = W_R x + b
 *     beta_i = softmax(W_phi x_i + b), over the relations and `self`
 *     h_i    = ReLU(SUM_p beta_i,p m_i^p + beta_i,self l_i)
 *
 * The relations are those of the graph that it is given: edge types in the first layer, meta-relations of order t in the t-th
 * (`composeOrders`). With `negativeSlope: 1` scores are linear.
 */
export class Latte implements HeteroLayer, ExplainableLayer {
  readonly parameters: readonly Parameter[];
  readonly #options: LatteOptions;
  readonly #own: HeteroLinear;
  readonly #sent: HeteroLinear;
  readonly #choices: ReadonlyMap<string, Linear>;
  /** Names of the relations into every type, in the order of its weights. */
  readonly #slots: ReadonlyMap<string, readonly string[]>;
  readonly #relations: ReadonlyMap<string, RelationParameters>;
  readonly #norms: ReadonlyMap<string, LayerNorm>;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: LatteOptions) {
    checkOptions(optionsSchema, options);
    checkHeads({ heads: 1, ...options });
    this.#options = options;
    const { name, seed, schema, inputWidth, outputWidth, heads = 1, outputTypes = schema.nodeTypes } = options;
    const relations = relationsInto(options);
    const senders = schema.nodeTypes.filter((type) => relations.some(({ source }) => source === type));
    const widths = (types: readonly string[]) => new Map(types.map((type) => [type, inputWidth]));
    this.#own = new HeteroLinear({ name: `${name}/own`, seed, inputWidths: widths(outputTypes), outputWidth });
    this.#sent = new HeteroLinear({ name: `${name}/sent`, seed, inputWidths: widths(senders), outputWidth });
    this.#slots = new Map(
      outputTypes.map((type) => {
        return [type, relations.filter(({ target }) => target === type).map((relation) => relation.name)];
      }),
    );
    this.#choices = new Map(
      outputTypes.map((type) => {
        const numSlots = this.#slots.get(type)!.length + 1;
        return [type, new Linear({ name: `${name}/choice/${type}`, seed, inputWidth, outputWidth: numSlots })];
      }),
    );
    const normal = xavierParameters({ name, seed });
    const vector = (relation: string, side: string) =>
      normal([relation, side], [outputWidth, 1], outputWidth / heads, 1);
    this.#relations = new Map(
      relations.map(({ name: relation }) => [
        relation,
        {
          source: vector(relation, 'source-attention'),
          target: vector(relation, 'target-attention'),
          bias: Parameter.zeros(`${name}/${relation}/bias`, [heads]),
          sharpness: Parameter.constant(`${name}/${relation}/sharpness`, [1], 1),
        },
      ]),
    );
    this.#norms = new Map(
      (options.norm ? outputTypes : []).map((type) => {
        return [type, new LayerNorm({ name: `${name}/norm/${type}`, width: outputWidth })];
      }),
    );
    this.parameters = [
      ...parametersOf([this.#own, this.#sent, ...this.#choices.values()]),
      ...[...this.#relations.values()].flatMap(({ source, target, bias, sharpness }) => [
        source,
        target,
        bias,
        sharpness,
      ]),
      ...parametersOf([...this.#norms.values()]),
    ];
  }

  forward(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): HeteroTensors {
    return this.#states(x, graph, this.#sides(x, graph), mode);
  }

  /**
   * The states with the objective of proximity: edges score high, pairs that are none low.
   *
   * `negatives` random pairs per edge are drawn from `random`.
   */
  withProximity(
    x: HeteroTensors,
    graph: MessageGraph,
    mode: ForwardMode,
    { negatives, random }: { readonly negatives: number; readonly random: RandomStream },
  ): { readonly states: HeteroTensors; readonly loss: Scalar | undefined } {
    const sides = this.#sides(x, graph);
    const pairs = [...sides].map(([relation, side]) => ({ relation, ...side }));
    return { states: this.#states(x, graph, sides, mode), loss: proximityLoss(pairs, { negatives, random }) };
  }

  /** Weights of the relations into a node type, in the order of the layer's schema, and of the node itself: [N, R + 1], outside training. */
  relationWeights(x: HeteroTensors, type: string, graph: MessageGraph): Tensor2D {
    const logits = this.#choices.get(type)!.forward(inputOf(x, type));
    const { maskAbsentRelations = false } = this.#options;
    if (!maskAbsentRelations) return softmax(logits);
    const relations = this.#slots.get(type)!.map((slot) => graph.relations.find(({ name }) => name === slot));
    return softmax(add(logits, absentRelations(relations, graph.numNodes(type))));
  }

  /** Attention of the edges of every relation that ends at a type of the layer, [E, H], outside training. */
  attention(x: HeteroTensors, graph: MessageGraph): ReadonlyMap<MessageRelation, Tensor2D> {
    return new Map([...this.#sides(x, graph)].map(([relation, side]) => [relation, this.#attention(relation, side)]));
  }

  shares(x: HeteroTensors, graph: MessageGraph): LayerShares {
    const sides = this.#sides(x, graph);
    const own = this.#own.forward(x);
    const { heads = 1 } = this.#options;
    return new Map(
      this.#outputTypes(graph).map((type) => {
        const weights = this.relationWeights(x, type, graph);
        const slots = this.#slots.get(type)!;
        const relations = knownInto(graph, type, this.#relations).map((relation) => {
          const beta = sliceColumns(weights, slots.indexOf(relation.name), 1);
          const side = sides.get(relation)!;
          const messages = fusedAttention(relation.matrix, this.#sharp(relation, side), { heads, ...this.#slope() });
          const alpha = meanOfHeads(this.#attention(relation, side));
          const edges = multiply(alpha, gatherRows(beta, rowsOfEntries(relation.matrix.arrays(false))));
          return { relation, edges, weights: beta, messages: multiply(messages, beta) };
        });
        const self = sliceColumns(weights, slots.length, 1);
        return [type, { relations, self: { weights: self, messages: multiply(inputOf(own, type), self) } }];
      }),
    );
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  #outputTypes(graph: MessageGraph): readonly string[] {
    return this.#options.outputTypes ?? graph.nodeTypes;
  }

  #slope() {
    return { negativeSlope: this.#options.negativeSlope ?? 0.2 };
  }

  #states(
    x: HeteroTensors,
    graph: MessageGraph,
    sides: ReadonlyMap<MessageRelation, Sides>,
    mode: ForwardMode,
  ): HeteroTensors {
    const { name, heads = 1, attentionDropout = 0, activation = 'relu' } = this.#options;
    const own = this.#own.forward(x);
    return new Map(
      this.#outputTypes(graph).map((type) => {
        const slots = this.#slots.get(type)!;
        const weights = this.relationWeights(x, type, graph);
        const parts = knownInto(graph, type, this.#relations).map((relation) => {
          const options = {
            ...{ heads, ...this.#slope() },
            ...attentionDropoutOf(attentionDropout, `${name}/${relation.name}`, mode),
          };
          const messages = fusedAttention(relation.matrix, this.#sharp(relation, sides.get(relation)!), options);
          return multiply(messages, sliceColumns(weights, slots.indexOf(relation.name), 1));
        });
        const sum = addAll([...parts, multiply(inputOf(own, type), sliceColumns(weights, slots.length, 1))]);
        const normed = this.#norms.get(type)?.forward(sum) ?? sum;
        return [type, activation === 'relu' ? relu(normed) : normed];
      }),
    );
  }

  #sides(x: HeteroTensors, graph: MessageGraph): ReadonlyMap<MessageRelation, Sides> {
    const own = this.#own.forward(x);
    const sent = this.#sent.forward(x);
    const { heads = 1 } = this.#options;
    const perHead = (states: Tensor2D, vectors: Parameter) =>
      matMul(states, blockDiagonal(vectors.value as Tensor2D, heads));
    return new Map(
      this.#outputTypes(graph).flatMap((type) =>
        knownInto(graph, type, this.#relations).map((relation): [MessageRelation, Sides] => {
          const { source, target, bias } = this.#relations.get(relation.name)!;
          const values = inputOf(sent, relation.source);
          const queries = add(perHead(inputOf(own, type), target), bias.value as never);
          return [relation, { queries, keys: perHead(values, source), values }];
        }),
      ),
    );
  }

  /** Scores multiplied by the factor of the relation, and what the values of the edges add to them. */
  #sharp({ name, matrix }: MessageRelation, { queries, keys, values }: Sides): Sides {
    const factor = this.#relations.get(name)!.sharpness.value;
    const bias = this.#options.edgeValues ? logValues(matrix, this.#options.heads ?? 1) : undefined;
    return { queries: multiply(queries, factor), keys: multiply(keys, factor), values, ...(bias ? { bias } : {}) };
  }

  #attention(relation: MessageRelation, side: Sides): Tensor2D {
    const { heads = 1 } = this.#options;
    return attentionWeights(relation.matrix, this.#sharp(relation, side), { heads, ...this.#slope() });
  }
}
