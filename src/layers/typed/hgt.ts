import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { add, gatherRows, gelu, matMul, multiply, Parameter, scale, type Tensor2D } from '../../tensor/index.js';
import { blockDiagonal, checkHeads, spreadOver } from '../attention/heads.js';
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
import type { ExplainableLayer, LayerShares } from '../messages/shares.js';
import { xavierParameters } from '../xavier-parameters.js';
import { type Attended, attendRelations, type Side, sharesOfAttended } from './attend-relations.js';
import { RelativeTime } from './relative-time.js';
import { mixed, type StateMap, through } from './state-maps.js';

export interface HgtOptions extends HeteroLayerOptions {
  /** H; divides the output width. */
  readonly heads: number;
  /**
   * `all` (default, the paper's): one softmax over the incoming edges of all relations together; `relation`: one per relation, and the
   * mean of what they give, as the implementation in DGL has it, with which the HGB's scores were measured.
   */
  readonly softmax?: 'all' | 'relation';
  /** Whether the states are layer-normalised at the end; default false. */
  readonly norm?: boolean;
  /**
   * Whether what an edge carries depends on how much later its receiver is than its sender (relative temporal encoding), where the relations of
   * the graph have times: see `timeUnit` of `MessageGraph.of`. Default false.
   */
  readonly time?: boolean;
}

const optionsSchema = z.strictObject({
  ...heteroLayerSchema,
  heads: option.count,
  softmax: z.optional(z.enum(['all', 'relation'])),
  norm: z.optional(z.boolean('true or false')),
  time: z.optional(z.boolean('true or false')),
});

/** The parameters of a node type that is computed. */
interface OutputParameters {
  readonly queries: Linear;
  readonly outputs: Linear;
  /** Share of the new state, before the sigmoid; absent where widths differ. */
  readonly skip: Parameter | undefined;
  readonly norm: LayerNorm | undefined;
}

/** The parameters of a relation: matrices of the heads below each other, [H d, d], and a factor per head, [1, H]. */
interface RelationParameters {
  readonly attention: Parameter;
  readonly message: Parameter;
  readonly prior: Parameter;
}

/**
 * Heterogeneous graph transformer (Hu et al., "Heterogeneous Graph Transformer", WWW 2020): the score of an edge
 * is <q_i, W_r k_j> mu_r / sqrt(d) per head, its softmax runs over all incoming edges of all relations together, messages are
 * M_r v_j; out_i = A(gelu(sum)), mixed with x_i by a learned share per node type where widths are equal. With `time`, keys and values of an
 * edge are of the sender's state plus an encoding of how much later the receiver is.
 */
export class Hgt implements HeteroLayer, ExplainableLayer {
  readonly parameters: readonly Parameter[];
  readonly #options: HgtOptions;
  readonly #senders: ReadonlyMap<string, { readonly keys: Linear; readonly values: Linear }>;
  readonly #outputs: ReadonlyMap<string, OutputParameters>;
  readonly #relations: ReadonlyMap<string, RelationParameters>;
  readonly #time: RelativeTime | undefined;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: HgtOptions) {
    checkOptions(optionsSchema, options);
    checkHeads(options);
    this.#options = options;
    const { name, seed, schema, inputWidth, outputWidth, heads, outputTypes = schema.nodeTypes } = options;
    const relations = relationsInto(options);
    const map = (part: string, type: string, width = inputWidth) =>
      new Linear({ name: `${name}/${type}/${part}`, seed, inputWidth: width, outputWidth });
    const senders = schema.nodeTypes.filter((type) => relations.some(({ source }) => source === type));
    this.#senders = new Map(senders.map((type) => [type, { keys: map('keys', type), values: map('values', type) }]));
    this.#outputs = new Map(
      outputTypes.map((type) => {
        const skip = inputWidth === outputWidth ? Parameter.constant(`${name}/${type}/skip`, [1], 1) : undefined;
        const norm = options.norm ? new LayerNorm({ name: `${name}/${type}/norm`, width: outputWidth }) : undefined;
        return [type, { queries: map('queries', type), outputs: map('outputs', type, outputWidth), skip, norm }];
      }),
    );
    const d = outputWidth / heads;
    const normal = xavierParameters({ name, seed });
    const blocks = (relation: string, part: string) => normal([relation, part], [outputWidth, d], d, d);
    this.#relations = new Map(
      relations.map(({ name: relation }) => [
        relation,
        {
          attention: blocks(relation, 'attention'),
          message: blocks(relation, 'message'),
          prior: Parameter.constant(`${name}/${relation}/prior`, [1, heads], 1),
        },
      ]),
    );
    this.#time = options.time ? new RelativeTime({ name, seed }, inputWidth) : undefined;
    this.parameters = [
      ...(this.#time?.parameters ?? []),
      ...parametersOf([...this.#senders.values()].flatMap(({ keys, values }) => [keys, values])),
      ...[...this.#outputs.values()].flatMap(({ queries, outputs, skip, norm }) => [
        ...parametersOf([queries, outputs, ...(norm ? [norm] : [])]),
        ...(skip ? [skip] : []),
      ]),
      ...[...this.#relations.values()].flatMap(({ attention, message, prior }) => [attention, message, prior]),
    ];
  }

  forward(x: HeteroTensors, graph: MessageGraph, _mode: ForwardMode): HeteroTensors {
    return new Map(
      [...this.#outputs].map(([type, { queries, outputs, skip, norm }]) => {
        const own = inputOf(x, type);
        const attended = this.#attend(x, queries.forward(own), type, graph);
        const next = mixed(outputs.forward(gelu(attended)), own, skip?.value);
        return [type, norm ? norm.forward(next) : next];
      }),
    );
  }

  /** What the senders give, weighted: [N, H]; zeros where there are none. */
  #attend(x: HeteroTensors, queries: Tensor2D, type: string, graph: MessageGraph): Tensor2D {
    const relations = knownInto(graph, type, this.#relations);
    if (relations.length === 0) return scale(queries, 0);
    return attendRelations(this.#attended(x, queries, type, relations, graph));
  }

  #attended(
    x: HeteroTensors,
    queries: Tensor2D,
    type: string,
    relations: readonly MessageRelation[],
    graph: MessageGraph,
  ): Attended {
    const { heads, softmax = 'all' } = this.#options;
    const areOfEdges = this.#isTimed(relations);
    const sides = relations.map((relation) => this.#sidesOf(x, relation, areOfEdges));
    return { graph, type, relations, sides, queries, heads, softmax, areOfEdges };
  }

  /** Whether the senders of a node type differ from edge to edge. */
  #isTimed(relations: readonly MessageRelation[]): boolean {
    return this.#time !== undefined && relations.some(({ times }) => times !== undefined);
  }

  /** Keys and values of the senders of a relation, or of its edges. */
  #sidesOf(x: HeteroTensors, relation: MessageRelation, areOfEdges: boolean): Side {
    const side = this.#sides(inputOf(x, relation.source), relation);
    if (!areOfEdges) return side;
    const { indices } = relation.matrix.arrays(false);
    const own = { keys: gatherRows(side.keys, indices), values: gatherRows(side.values, indices) };
    const { timeSteps } = relation;
    if (!timeSteps || indices.length === 0) return own;
    const { keys, values } = this.#maps(relation);
    const encoded = this.#time!.forward(relation);
    const added = (to: Tensor2D, { map, matrix }: SideMap) =>
      add(to, gatherRows(matMul(encoded, matMul(map.weight, matrix)), timeSteps.of)) as Tensor2D;
    return { keys: added(own.keys, keys), values: added(own.values, values) };
  }

  shares(x: HeteroTensors, graph: MessageGraph): LayerShares {
    return new Map(
      [...this.#outputs].map(([type, output]) => {
        const into = graph.into(type);
        const queries = output.queries.forward(inputOf(x, type));
        const relations = into.length === 0 ? [] : sharesOfAttended(this.#attended(x, queries, type, into, graph));
        return [type, { relations }];
      }),
    );
  }

  /** Keys and values of the senders of a relation: its matrices are multiplied into those of the type first. */
  #sides(x: Tensor2D, relation: MessageRelation): Side {
    const { keys, values } = this.#maps(relation);
    return { keys: through(x, keys.map, keys.matrix), values: through(x, values.map, values.matrix) };
  }

  #maps({ name, source }: MessageRelation): { readonly keys: SideMap; readonly values: SideMap } {
    const { heads, outputWidth } = this.#options;
    const { attention, message, prior } = this.#relations.get(name)!;
    const { keys, values } = this.#senders.get(source)!;
    const factors = matMul(prior.value as Tensor2D, spreadOver(heads, outputWidth));
    return {
      keys: {
        map: mapOf(keys),
        matrix: multiply(blockDiagonal(attention.value as Tensor2D, heads), factors) as Tensor2D,
      },
      values: { map: mapOf(values), matrix: blockDiagonal(message.value as Tensor2D, heads) },
    };
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}

/** A map of the states of a node type, and the matrix of a relation after it. */
interface SideMap {
  readonly map: StateMap;
  readonly matrix: Tensor2D;
}

function mapOf({ weight, bias }: Linear): StateMap {
  return { weight: weight.value as Tensor2D, bias: bias.value };
}
