import * as z from 'zod/mini';
import { checkOptions } from '../../core/index.js';
import {
  add,
  addAll,
  attentionWeights,
  concatRows,
  fusedAttention,
  gatherRows,
  matMul,
  type Parameter,
  type Tensor2D,
  tensor2d,
} from '../../tensor/index.js';
import { attentionDropoutOf, checkHeads, headScores } from '../attention/heads.js';
import { type AttentionHeads, headsSchema } from '../convolutions/convolution.js';
import type { ForwardMode } from '../layer.js';
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
import type { JoinedRelations } from '../messages/joined.js';
import type { MessageGraph } from '../messages/message-graph.js';
import { type ExplainableLayer, type LayerShares, shareByAttention, sharesOfJoined } from '../messages/shares.js';
import { xavierParameters } from '../xavier-parameters.js';
import { RelationWeights } from './relation-weights.js';

export interface RGatOptions extends HeteroLayerOptions, AttentionHeads {
  /** Whether the softmax runs over the edges of all relations together (default), or of each relation alone. */
  readonly softmax?: 'all' | 'relation';
}

const optionsSchema = z.strictObject({
  ...heteroLayerSchema,
  ...headsSchema,
  softmax: z.optional(z.enum(['all', 'relation'])),
});

interface Vectors {
  readonly source: Parameter;
  readonly target: Parameter;
}

/**
 * Relational graph attention with additive scores (Busbridge et al., "Relational Graph Attention Networks", arXiv 1904.05811): per head
 *
 *     h_i = W_0 x_i + b + SUM_r SUM_j softmax(LeakyReLU(a_r . W_r x_i + b_r . W_r x_j)) W_r x_j
 *
 * The map of the node's own state is ours, so that nodes without neighbours keep theirs.
 */
export class RGat implements HeteroLayer, ExplainableLayer {
  readonly parameters: readonly Parameter[];
  readonly #options: RGatOptions;
  readonly #self: Linear;
  readonly #weights: RelationWeights;
  readonly #vectors: readonly Vectors[];
  readonly #names: readonly string[];
  /** For every entry the row of its target among the scores of all relations below each other. */
  readonly #queryRows = new WeakMap<JoinedRelations, Int32Array>();

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: RGatOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, inputWidth, outputWidth, heads = 1 } = options;
    checkHeads({ heads, outputWidth });
    this.#options = options;
    this.#names = relationsInto(options).map((relation) => relation.name);
    this.#self = new Linear({ name: `${name}/self`, seed, inputWidth, outputWidth });
    const kind = { kind: 'full' } as const;
    this.#weights = new RelationWeights({ name, seed, relations: this.#names, inputWidth, outputWidth, kind });
    const normal = xavierParameters({ name, seed });
    const vector = (relation: string, side: string) =>
      normal([relation, side], [outputWidth, 1], outputWidth / heads, 1);
    this.#vectors = this.#names.map((relation) => ({
      source: vector(relation, 'source-attention'),
      target: vector(relation, 'target-attention'),
    }));
    this.parameters = [
      ...this.#self.parameters,
      ...this.#weights.parameters,
      ...this.#vectors.flatMap(({ source, target }) => [source, target]),
    ];
  }

  forward(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): HeteroTensors {
    const weights = this.#weights.all();
    const { schema, outputTypes = schema.nodeTypes } = this.#options;
    return new Map(
      outputTypes.map((type) => {
        const self = this.#self.forward(inputOf(x, type));
        return [type, graph.into(type).length === 0 ? self : add(self, this.#attend(x, type, graph, weights, mode))];
      }),
    );
  }

  shares(x: HeteroTensors, graph: MessageGraph): LayerShares {
    const { heads = 1, negativeSlope = 0.2, softmax = 'all', outputTypes = graph.nodeTypes } = this.#options;
    const options = { heads, negativeSlope };
    const matrices = this.#weights.all();
    return new Map(
      outputTypes.map((type) => {
        const sides = this.#sides(x, type, graph, matrices);
        if (sides.length === 0) return [type, { relations: [] }];
        if (softmax === 'relation') {
          const relations = sides.map(({ relation, ...tensors }) =>
            shareByAttention(relation, attentionWeights(relation.matrix, tensors, options), tensors.values),
          );
          return [type, { relations }];
        }
        const joined = graph.joined(type);
        const weights = attentionWeights(joined.matrix, this.#joinedTensors(inputOf(x, type), sides, joined), options);
        return [
          type,
          {
            relations: sharesOfJoined(
              joined,
              weights,
              sides.map(({ values }) => values),
            ),
          },
        ];
      }),
    );
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  #attend(
    x: HeteroTensors,
    type: string,
    graph: MessageGraph,
    weights: readonly Tensor2D[],
    mode: ForwardMode,
  ): Tensor2D {
    const { name, heads = 1, attentionDropout = 0, negativeSlope = 0.2, softmax = 'all' } = this.#options;
    const options = (stream: string) => ({
      ...{ heads, negativeSlope },
      ...attentionDropoutOf(attentionDropout, `${name}/${stream}`, mode),
    });
    const sides = this.#sides(x, type, graph, weights);
    if (softmax === 'relation') {
      return addAll(
        sides.map(({ relation, ...tensors }) => fusedAttention(relation.matrix, tensors, options(relation.name))),
      );
    }
    const joined = graph.joined(type);
    return fusedAttention(joined.matrix, this.#joinedTensors(inputOf(x, type), sides, joined), options(type));
  }

  #sides(x: HeteroTensors, type: string, graph: MessageGraph, weights: readonly Tensor2D[]) {
    const { heads = 1 } = this.#options;
    const own = inputOf(x, type);
    return knownInto(graph, type, new Set(this.#names)).map((relation) => {
      const r = this.#names.indexOf(relation.name);
      const { source, target } = this.#vectors[r]!;
      const sent = inputOf(x, relation.source);
      return {
        relation,
        queries: headScores(own, weights[r]!, target.value as Tensor2D, heads),
        keys: headScores(sent, weights[r]!, source.value as Tensor2D, heads),
        values: matMul(sent, weights[r]!),
      };
    });
  }

  #joinedTensors(
    own: Tensor2D,
    sides: readonly { readonly queries: Tensor2D; readonly keys: Tensor2D; readonly values: Tensor2D }[],
    joined: JoinedRelations,
  ) {
    const { heads = 1 } = this.#options;
    // The score of the receiver depends on the relation, so that it is given entry by entry.
    const perRelation = concatRows(sides.map(({ queries }) => queries));
    return {
      queries: tensor2d(new Float32Array(own.shape[0] * heads), [own.shape[0], heads]),
      keys: concatRows(sides.map(({ keys }) => keys)),
      values: concatRows(sides.map(({ values }) => values)),
      bias: gatherRows(perRelation, this.#rowsOf(joined)),
    };
  }

  #rowsOf(joined: JoinedRelations): Int32Array {
    let rows = this.#queryRows.get(joined);
    if (!rows) {
      const { indptr, numRows } = joined.matrix.arrays(false);
      rows = new Int32Array(joined.relationOf.length);
      for (let i = 0; i < numRows; i++) {
        for (let e = indptr[i]!; e < indptr[i + 1]!; e++) rows[e] = joined.relationOf[e]! * numRows + i;
      }
      this.#queryRows.set(joined, rows);
    }
    return rows;
  }
}
