import * as z from 'zod/mini';
import { checkOptions } from '../../core/index.js';
import {
  attentionWeights,
  fusedAttention,
  matMul,
  multiply,
  type Parameter,
  relu,
  sliceColumns,
  type Tensor2D,
} from '../../tensor/index.js';
import { attentionDropoutOf, blockDiagonal, checkHeads } from '../attention/heads.js';
import { type AttentionHeads, headsSchema } from '../convolutions/convolution.js';
import type { ForwardMode } from '../layer.js';
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
import { type ExplainableLayer, forEveryNode, type LayerShares, meanOfHeads } from '../messages/shares.js';
import { xavierParameters } from '../xavier-parameters.js';
import { HeteroLinear } from './hetero-linear.js';
import { SemanticAttention } from './semantic-attention.js';

export interface HanOptions extends HeteroLayerOptions, AttentionHeads {}

const optionsSchema = z.strictObject({ ...heteroLayerSchema, ...headsSchema });

/**
 * Heterogeneous graph attention (Wang et al., "Heterogeneous Graph Attention Network", WWW 2019): per relation, or metapath, graph
 * attention among mapped states and ReLU; then one weight per relation for all nodes of a type ({@link SemanticAttention}). A node type
 * into which no relation goes keeps its mapped states.
 */
export class Han implements HeteroLayer, ExplainableLayer {
  readonly parameters: readonly Parameter[];
  readonly #options: HanOptions;
  readonly #maps: HeteroLinear;
  readonly #vectors: ReadonlyMap<string, { readonly source: Parameter; readonly target: Parameter }>;
  readonly #semantic: SemanticAttention;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: HanOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, schema, inputWidth, outputWidth, heads = 1, outputTypes = schema.nodeTypes } = options;
    checkHeads({ heads, outputWidth });
    this.#options = options;
    const relations = relationsInto(options);
    const mapped = schema.nodeTypes.filter(
      (type) => outputTypes.includes(type) || relations.some(({ source }) => source === type),
    );
    const inputWidths = new Map(mapped.map((type) => [type, inputWidth]));
    this.#maps = new HeteroLinear({ name: `${name}/map`, seed, inputWidths, outputWidth });
    const normal = xavierParameters({ name, seed });
    const vector = (relation: string, side: string) =>
      normal([relation, side], [outputWidth, 1], outputWidth / heads, 1);
    this.#vectors = new Map(
      relations.map((relation) => [
        relation.name,
        { source: vector(relation.name, 'source-attention'), target: vector(relation.name, 'target-attention') },
      ]),
    );
    this.#semantic = new SemanticAttention({ name: `${name}/semantic`, seed, width: outputWidth });
    this.parameters = [
      ...this.#maps.parameters,
      ...[...this.#vectors.values()].flatMap(({ source, target }) => [source, target]),
      ...this.#semantic.parameters,
    ];
  }

  forward(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): HeteroTensors {
    const mapped = this.#maps.forward(x);
    const { schema, outputTypes = schema.nodeTypes } = this.#options;
    return new Map(
      outputTypes.map((type) => {
        const own = inputOf(mapped, type);
        const parts = this.#parts(mapped, type, graph, mode);
        return [type, parts.length === 0 ? own : this.#semantic.forward(parts)];
      }),
    );
  }

  shares(x: HeteroTensors, graph: MessageGraph): LayerShares {
    const mapped = this.#maps.forward(x);
    const { heads = 1, negativeSlope = 0.2, outputTypes = graph.nodeTypes } = this.#options;
    return new Map(
      outputTypes.map((type) => {
        const parts = this.#parts(mapped, type, graph, { training: false });
        if (parts.length === 0 || graph.numNodes(type) === 0) return [type, { relations: [] }];
        const all = this.#semantic.weights(parts);
        const relations = knownInto(graph, type, this.#vectors).map((relation, p) => {
          const weights = forEveryNode(sliceColumns(all, p, 1), parts[p]!);
          const alpha = attentionWeights(relation.matrix, this.#tensors(mapped, type, relation), {
            heads,
            negativeSlope,
          });
          const edges = multiply(meanOfHeads(alpha), sliceColumns(all, p, 1));
          return { relation, edges, weights, messages: multiply(parts[p]!, weights) };
        });
        return [type, { relations }];
      }),
    );
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  #parts(mapped: HeteroTensors, type: string, graph: MessageGraph, mode: ForwardMode): Tensor2D[] {
    const { name, heads = 1, attentionDropout = 0, negativeSlope = 0.2 } = this.#options;
    return knownInto(graph, type, this.#vectors).map((relation) => {
      const dropped = attentionDropoutOf(attentionDropout, `${name}/${relation.name}`, mode);
      const options = { heads, negativeSlope, ...dropped };
      return relu(fusedAttention(relation.matrix, this.#tensors(mapped, type, relation), options));
    });
  }

  #tensors(mapped: HeteroTensors, type: string, { name, source: sender }: MessageRelation) {
    const { heads = 1 } = this.#options;
    const { source, target } = this.#vectors.get(name)!;
    const values = inputOf(mapped, sender);
    const perHead = (states: Tensor2D, vectors: Parameter) =>
      matMul(states, blockDiagonal(vectors.value as Tensor2D, heads));
    return { queries: perHead(inputOf(mapped, type), target), keys: perHead(values, source), values };
  }
}
