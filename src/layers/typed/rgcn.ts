import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import { addAll, matMul, type Parameter, type Tensor2D } from '../../tensor/index.js';
import type { ForwardMode, NodeTable } from '../layer.js';
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
import { meanMessagesInto } from '../messages/mean-messages.js';
import type { MessageGraph } from '../messages/message-graph.js';
import type { Initial } from '../xavier-parameters.js';
import { RelationVectors } from './relation-vectors.js';
import { RelationWeights, type RelationWeightsKind } from './relation-weights.js';

export interface RGcnOptions extends HeteroLayerOptions {
  /** Share the relations' matrices as sums of so many; default: each relation has its own. */
  readonly bases?: number;
  /** Whether the own state is one more relation, whose matrix the bases make, without a bias; default: it has a matrix of its own. */
  readonly ownStateFromBases?: boolean;
  /** How matrices and vectors of relations start, of the same variance; default 'normal', the authors' 'uniform'. */
  readonly initial?: Initial;
  /** Make the relations' matrices block-diagonal of so many blocks, which divides both widths. */
  readonly blocks?: number;
  /**
   * Node types whose nodes have learned vectors of width H instead of an input, one for every relation that they send along and one for their own
   * state, with their numbers of nodes: what the formula is where inputs are one-hot. Default none. Only `bases` shares these, too.
   */
  readonly vectors?: ReadonlyMap<string, number>;
  /** Node types whose inputs are read; default those without vectors. One with vectors may have an input besides. */
  readonly inputTypes?: readonly string[];
}

/** The name under which the own state has its shares of the bases. */
const OWN_STATE = 'own state';

const optionsSchema = z.strictObject({
  ...heteroLayerSchema,
  bases: z.optional(option.count),
  ownStateFromBases: z.optional(z.boolean('true or false')),
  initial: z.optional(z.enum(['normal', 'uniform'])),
  blocks: z.optional(option.count),
  vectors: z.optional(
    z.custom<ReadonlyMap<string, number>>((value) => value instanceof Map, 'a Map of numbers of nodes by node type'),
  ),
  inputTypes: z.optional(z.array(z.string('a node type'))),
});

/**
 * Relational graph convolution (Schlichtkrull et al., "Modeling Relational Data with Graph Convolutional Networks", ESWC 2018):
 *
 *     h_i = W_0 x_i + b + SUM_r 1/|N_r(i)| SUM_{j in N_r(i)} W_r x_j
 *
 * without activation. A node without neighbours along a relation gets nothing from it.
 */
export class RGcn implements HeteroLayer {
  readonly parameters: readonly Parameter[];
  readonly nodeTables: readonly NodeTable[];
  readonly #outputTypes: readonly string[];
  readonly #inputTypes: readonly string[];
  /** All, and those whose senders have an input, in the order of their weights. */
  readonly #names: ReadonlySet<string>;
  readonly #weighted: readonly string[];
  /** Undefined where the bases make it. */
  readonly #self: Linear | undefined;
  readonly #weights: RelationWeights;
  readonly #vectors: RelationVectors | undefined;

  /** @throws {HeteroGraphError} INVALID_OPTION; TOO_LARGE where there would be too many vectors */
  constructor(options: RGcnOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, inputWidth, outputWidth, bases, blocks, vectors, schema, initial } = options;
    const { outputTypes = schema.nodeTypes } = options;
    const { inputTypes = schema.nodeTypes.filter((type) => !vectors?.has(type)) } = options;
    const relations = relationsInto(options);
    this.#outputTypes = outputTypes;
    this.#inputTypes = inputTypes;
    this.#names = new Set(relations.map((relation) => relation.name));
    this.#weighted = relations.filter(({ source }) => inputTypes.includes(source)).map((relation) => relation.name);
    const isShared = options.ownStateFromBases === true && bases !== undefined;
    this.#self = isShared ? undefined : new Linear({ name: `${name}/self`, seed, inputWidth, outputWidth });
    this.#weights = new RelationWeights({
      ...{ name, seed, inputWidth, outputWidth, kind: kindOf(options, bases, blocks), initial },
      relations: isShared ? [...this.#weighted, OWN_STATE] : this.#weighted,
    });
    this.#vectors =
      vectors &&
      new RelationVectors({
        ...{ name: `${name}/nodes`, seed, counts: vectors, relations, outputTypes, width: outputWidth, bases, initial },
      });
    const ofVectors = this.#vectors?.parameters ?? [];
    this.nodeTables = this.#vectors?.nodeTables ?? [];
    const hasInputs = inputTypes.length > 0;
    this.parameters = [
      ...(hasInputs ? [...(this.#self?.parameters ?? []), ...this.#weights.parameters] : []),
      ...ofVectors,
    ];
  }

  forward(x: HeteroTensors, graph: MessageGraph, _mode: ForwardMode): HeteroTensors {
    const weights = this.#weighted.length > 0 || !this.#self ? this.#weights.all() : [];
    const ownState = (x: Tensor2D) => (this.#self ? this.#self.forward(x) : matMul(x, weights.at(-1)!));
    return new Map(
      this.#outputTypes.map((type) => {
        const own = this.#inputTypes.includes(type) ? [ownState(inputOf(x, type))] : [];
        const relations = knownInto(graph, type, this.#names).filter(({ name }) => this.#weighted.includes(name));
        const messages = meanMessagesInto(graph, relations, x, (name) => weights[this.#weighted.indexOf(name)]!);
        const ofVectors = this.#vectors?.forward(type, graph);
        return [type, addAll<Tensor2D>([...own, ...messages, ...(ofVectors ? [ofVectors] : [])])];
      }),
    );
  }

  dispose(): void {
    this.#self?.dispose();
    this.#weights.dispose();
    this.#vectors?.dispose();
  }
}

function kindOf(
  { inputWidth, outputWidth }: RGcnOptions,
  bases: number | undefined,
  blocks: number | undefined,
): RelationWeightsKind {
  if (bases !== undefined && blocks !== undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'Both bases and blocks are given.', {
      column: 'blocks',
      hint: 'Give one of them.',
    });
  }
  if (bases !== undefined) return { kind: 'basis', count: bases };
  if (blocks === undefined) return { kind: 'full' };
  if (inputWidth % blocks === 0 && outputWidth % blocks === 0) return { kind: 'block', count: blocks };
  throw new HeteroGraphError('INVALID_OPTION', `${blocks} blocks do not divide ${inputWidth} and ${outputWidth}.`, {
    column: 'blocks',
    hint: 'Choose a number that divides both widths.',
  });
}
