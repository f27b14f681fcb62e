import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { concatRows, linear, matMul, multiply, type Parameter, scale, type Tensor2D } from '../../tensor/index.js';
import { blockDiagonal, checkHeads, spreadOver } from '../attention/heads.js';
import type { ForwardMode } from '../layer.js';
import { LayerNorm } from '../layer-norm.js';
import {
  type HeteroLayer,
  type HeteroLayerOptions,
  type HeteroTensors,
  heteroLayerSchema,
  inputOf,
} from '../messages/hetero-layer.js';
import type { MessageGraph } from '../messages/message-graph.js';
import type { MessageRelation } from '../messages/relation.js';
import type { ExplainableLayer, LayerShares } from '../messages/shares.js';
import { type Attended, attendRelations, type Side, sharesOfAttended } from './attend-relations.js';
import { MetaMaps, type RelationMaps, type TypeMaps } from './meta-maps.js';
import { checkSchemaVectors, isSchemaVectors, type SchemaVectors } from './schema-vectors.js';
import { mixed, through } from './state-maps.js';

export interface MetaHgtOptions extends HeteroLayerOptions {
  /** Of all node types and relations that the layer will meet. */
  readonly vectors: SchemaVectors;
  /** T: numbers of a vector. */
  readonly textWidth: number;
  /** Matrices that each generated one is a sum of, besides the one that all share; default 16. */
  readonly bases?: number;
  /** H; divides the output width. */
  readonly heads: number;
  /** One softmax over the incoming edges of all relations together (default, the paper's), or one per relation and the mean of what they give. */
  readonly softmax?: 'all' | 'relation';
}

const optionsSchema = z.strictObject({
  ...heteroLayerSchema,
  vectors: z.custom<SchemaVectors>(isSchemaVectors, 'Maps of vectors: nodes and relations'),
  textWidth: option.count,
  bases: z.optional(option.count),
  heads: option.count,
  softmax: z.optional(z.enum(['all', 'relation'])),
});

/** What is generated for a graph. */
interface Generated {
  readonly types: ReadonlyMap<string, TypeMaps>;
  readonly relations: ReadonlyMap<string, RelationMaps>;
}

/**
 * A heterogeneous graph transformer whose maps are generated from vectors of texts (Tang et al., "HiGPT", KDD 2024). With vector t of a node
 * type and r of a relation, Q, K, V, O maps of t, and A, M maps of r that all heads share:
 *
 *     score_ij = (Q_t x_i . A_r K_t' x_j) mu_r / sqrt(d)     softmax over the incoming edges of all relations
 *     out_i    = LayerNorm(s_t O_t (SUM M_r V_t' x_j) + (1 - s_t) x_i),   s_t = sigmoid(skip(t)), x_i left out where widths differ
 *
 * No parameter belongs to a type: one that was never seen needs nothing but a vector. `MetaMatrices` says how maps are made.
 *
 * @example
 * const vectors = {
 *   nodes: new Map([['paper', paper], ['author', author]]),
 *   relations: new Map([['author>writes>paper', writes], ['paper>rev_writes>author', writtenBy]]),
 * };
 * const layer = new MetaHgt({ name: 'l', seed: 1, schema, vectors, textWidth: 64, heads: 4, inputWidth: 32, outputWidth: 32 });
 */
export class MetaHgt implements HeteroLayer, ExplainableLayer {
  readonly parameters: readonly Parameter[];
  readonly #options: MetaHgtOptions;
  readonly #maps: MetaMaps;
  readonly #norm: LayerNorm;

  /** @throws {HeteroGraphError} INVALID_OPTION; SHAPE_MISMATCH where a vector is not of `textWidth` numbers; NON_FINITE */
  constructor(options: MetaHgtOptions) {
    checkOptions(optionsSchema, options);
    checkHeads(options);
    const { name, seed, inputWidth, outputWidth, heads, vectors, textWidth, bases = 16 } = options;
    checkSchemaVectors(vectors, textWidth);
    this.#options = options;
    this.#maps = new MetaMaps({ name, seed, inputWidth, outputWidth, heads, vectors, textWidth, bases });
    this.#norm = new LayerNorm({ name: `${name}/norm`, width: outputWidth });
    this.parameters = [...this.#maps.parameters, ...this.#norm.parameters];
  }

  /** @throws {HeteroGraphError} MISSING_FEATURES; MODEL_MISMATCH where a type or relation has no vector */
  forward(x: HeteroTensors, graph: MessageGraph, _mode: ForwardMode): HeteroTensors {
    const generated = this.#generate(graph);
    return new Map(
      this.#outputTypes.map((type) => {
        const attended = this.#attended(x, type, graph, generated);
        const { outputs, skip } = generated.types.get(type)!;
        const sum = attended.relations.length === 0 ? scale(attended.queries, 0) : attendRelations(attended);
        const next = linear(sum, outputs.weight, outputs.bias);
        return [type, this.#norm.forward(mixed(next, inputOf(x, type), skip))];
      }),
    );
  }

  shares(x: HeteroTensors, graph: MessageGraph): LayerShares {
    const generated = this.#generate(graph);
    return new Map(
      this.#outputTypes.map((type) => {
        const attended = this.#attended(x, type, graph, generated);
        return [type, { relations: attended.relations.length === 0 ? [] : sharesOfAttended(attended) }];
      }),
    );
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  get #outputTypes(): readonly string[] {
    const { schema, outputTypes = schema.nodeTypes } = this.#options;
    return outputTypes;
  }

  #generate(graph: MessageGraph): Generated {
    const into = graph.relations.filter(({ target }) => this.#outputTypes.includes(target));
    const types = new Set([...this.#outputTypes, ...into.map(({ source }) => source)]);
    return { types: this.#maps.ofTypes([...types]), relations: this.#maps.ofRelations({ relations: into }) };
  }

  #attended(x: HeteroTensors, type: string, graph: MessageGraph, generated: Generated): Attended {
    const { heads, softmax = 'all' } = this.#options;
    const { weight, bias } = generated.types.get(type)!.queries;
    const relations = graph.into(type);
    const sides = relations.map((relation) => this.#side(inputOf(x, relation.source), relation, generated));
    const queries = linear(inputOf(x, type), weight, bias);
    return { graph, type, relations, sides, queries, heads, softmax };
  }

  /** Keys and values of the senders of a relation: its matrices are multiplied into those of the type first. */
  #side(x: Tensor2D, { name, source }: MessageRelation, { types, relations }: Generated): Side {
    const { heads, outputWidth } = this.#options;
    const { attention, message, prior } = relations.get(name)!;
    const { keys, values } = types.get(source)!;
    const factors = matMul(prior, spreadOver(heads, outputWidth));
    const scores = multiply(ofAllHeads(attention, heads), factors) as Tensor2D;
    return { keys: through(x, keys, scores), values: through(x, values, ofAllHeads(message, heads)) };
  }
}

/** The same matrix for every head: [d, d] -> block-diagonal [H d, H d]. */
function ofAllHeads(matrix: Tensor2D, heads: number): Tensor2D {
  return heads === 1 ? matrix : blockDiagonal(concatRows(new Array<Tensor2D>(heads).fill(matrix)), heads);
}
