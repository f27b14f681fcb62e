import * as z from 'zod/mini';
import {
  type Adjacency,
  type Csr,
  checkOptions,
  HeteroGraphError,
  option,
  type WeightedCsr,
} from '../../core/index.js';
import { type EdgeType, edgeTypeKey, type HeteroGraph, sameEdgeType } from '../../graph/index.js';
import { inverseOf } from '../../graph/internal.js';
import type { SparseOperand } from '../../tensor/index.js';
import { type HomogeneousEdges, homogeneousEdges } from './homogeneous.js';
import { type JoinedRelations, joinedByEdge, joinRelations } from './joined.js';
import { MessageRelation, type MessageSchema, type RelationSchema } from './relation.js';
import { relativeTimes } from './time-steps.js';

export interface MessageGraphOptions {
  /** Edge types to use, as keys `source>relation>target` or names of relations; default all. */
  readonly relations?: readonly string[];
  /**
   * Whether every relation also carries messages backwards, as `target>rev_relation>source`, where the graph does not hold its inverse
   * already; default true. Or the keys of the edge types that do, whatever the graph holds: {@link reversedTypes} of another graph, so that
   * both have the same relations.
   */
  readonly reverse?: boolean | readonly string[];
  /** Whether weights of edges count in sums and means; default false. */
  readonly weights?: boolean;
  /**
   * The unit of time, such as 86,400 where times are seconds and a day is one: how much later receivers are than senders is read of columns
   * with the role `time`. Default: times are not read.
   */
  readonly timeUnit?: number | undefined;
}

const optionsSchema = z.strictObject({
  relations: z.optional(z.array(z.string('a relation')).check(z.minLength(1, 'at least one relation'))),
  reverse: z.optional(z.union([z.boolean('true or false'), z.array(z.string('an edge type'))])),
  weights: z.optional(z.boolean('true or false')),
  timeUnit: z.optional(option.positive),
});

/**
 * A graph as message-passing layers see it: node types with their numbers of nodes, and for every relation a matrix in the tensors'
 * memory. Holds that memory until `dispose`.
 *
 * @example
 * const messages = MessageGraph.of(graph);
 * const layer = new RGcn({ name: 'rgcn', seed: 1, schema: messages, inputWidth: 64, outputWidth: 64 });
 * const next = layer.forward(x, messages, { training: false });
 */
export class MessageGraph implements MessageSchema {
  readonly nodeTypes: readonly string[];
  readonly relations: readonly MessageRelation[];
  readonly #counts: ReadonlyMap<string, number>;
  readonly #joined = new Map<string, JoinedRelations>();
  readonly #homogeneous = new Map<string, HomogeneousEdges>();
  readonly #byEdge = new Map<string, SparseOperand>();
  readonly #operands = new Map<string, SparseOperand>();

  /** @param relations matrices of [nodes of the target, nodes of the source] */
  constructor(counts: ReadonlyMap<string, number>, relations: readonly MessageRelation[]) {
    this.nodeTypes = [...counts.keys()];
    this.relations = relations;
    this.#counts = counts;
  }

  /** @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE of a relation */
  static of(graph: HeteroGraph, options: MessageGraphOptions = {}): MessageGraph {
    checkOptions(optionsSchema, options);
    const { weights = false, timeUnit } = options;
    const counts = new Map(graph.nodeTypes.map((type) => [type, graph.numNodes(type)]));
    const relations = relationOrigins(graph, options).map((origin) => {
      const { type, isReversed } = origin;
      const values = weights ? graph.weights(type) : undefined;
      const adjacency = graph.adjacency(type, isReversed ? 'out' : 'in');
      const times = timeUnit && relativeTimes(graph, type, adjacency, isReversed, timeUnit);
      return new MessageRelation(origin, withWeights(adjacency, values), times || undefined);
    });
    return new MessageGraph(counts, relations);
  }

  /** @throws {HeteroGraphError} UNKNOWN_TYPE */
  numNodes(type: string): number {
    const count = this.#counts.get(type);
    if (count !== undefined) return count;
    throw new HeteroGraphError('UNKNOWN_TYPE', `There is no node type "${type}".`, {
      type,
      hint: `There are: ${this.nodeTypes.join(', ')}.`,
    });
  }

  /** The relations that end at a node type, in order. */
  into(type: string): readonly MessageRelation[] {
    return this.relations.filter(({ target }) => target === type);
  }

  /** {@link into} as one matrix; made once. */
  joined(type: string): JoinedRelations {
    let joined = this.#joined.get(type);
    if (!joined) {
      joined = joinRelations(this.numNodes(type), this.into(type));
      this.#joined.set(type, joined);
    }
    return joined;
  }

  /** {@link joined} with a column for every edge, those of the first relation first; made once. */
  joinedByEdge(type: string): SparseOperand {
    let matrix = this.#byEdge.get(type);
    if (!matrix) {
      matrix = joinedByEdge(this.joined(type));
      this.#byEdge.set(type, matrix);
    }
    return matrix;
  }

  /**
   * The graph without its types: relations between states of several node types below each other, with self loops; made once.
   *
   * @param inputTypes in the order of their states; they hold the output types and all that send to them
   * @throws {HeteroGraphError} UNKNOWN_TYPE; INVALID_OPTION naming a type that is not among the input types
   */
  homogeneous(inputTypes: readonly string[], outputTypes: readonly string[] = inputTypes): HomogeneousEdges {
    const key = JSON.stringify([inputTypes, outputTypes]);
    let edges = this.#homogeneous.get(key);
    if (!edges) {
      edges = homogeneousEdges(this, inputTypes, outputTypes);
      this.#homogeneous.set(key, edges);
    }
    return edges;
  }

  /** Another form of the relations, under a key that names it: made once, freed with the graph. */
  operand(key: string, make: () => SparseOperand): SparseOperand {
    let operand = this.#operands.get(key);
    if (!operand) {
      operand = make();
      this.#operands.set(key, operand);
    }
    return operand;
  }

  dispose(): void {
    for (const each of [...this.#homogeneous.values(), ...this.#operands.values()]) each.dispose();
    this.#homogeneous.clear();
    this.#operands.clear();
    for (const relation of this.relations) relation.dispose();
    for (const { matrix } of this.#joined.values()) matrix.dispose();
    this.#joined.clear();
    for (const matrix of this.#byEdge.values()) matrix.dispose();
    this.#byEdge.clear();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** Where a relation of a {@link MessageGraph} comes from. */
export interface RelationOrigin extends RelationSchema {
  readonly type: EdgeType;
  /** Whether messages go from the targets of the edges to their sources. */
  readonly isReversed: boolean;
}

/** The relations of `MessageGraph.of(graph, options)`, in order. @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE of a relation */
export function relationOrigins(graph: HeteroGraph, options: MessageGraphOptions = {}): readonly RelationOrigin[] {
  const reversed = new Set(reversedTypes(graph, options));
  const taken = new Set(graph.edgeTypes.map(edgeTypeKey));
  return chosenTypes(graph, options.relations).flatMap((type): RelationOrigin[] => {
    const [source, relation, target] = type;
    const forward = { name: edgeTypeKey(type), source, target, type, isReversed: false };
    if (!reversed.has(edgeTypeKey(type))) return [forward];
    let name = `rev_${relation}`;
    while (taken.has(edgeTypeKey([target, name, source]))) name = `rev_${name}`;
    const key = edgeTypeKey([target, name, source]);
    taken.add(key);
    return [forward, { name: key, source: target, target: source, type, isReversed: true }];
  });
}

/**
 * The edge types, as keys, that carry messages backwards too: where their inverse, declared or found by what it holds, does not take part.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE of a relation
 */
export function reversedTypes(graph: HeteroGraph, options: MessageGraphOptions = {}): readonly string[] {
  checkOptions(optionsSchema, options);
  const { reverse = true, relations } = options;
  const chosen = chosenTypes(graph, relations);
  if (typeof reverse !== 'boolean') return chosenTypes(graph, reverse).map(edgeTypeKey);
  if (!reverse) return [];
  const takesPart = (type: EdgeType | undefined) => type !== undefined && chosen.some((one) => sameEdgeType(one, type));
  return chosen.filter((type) => !takesPart(inverseOf(graph, type))).map(edgeTypeKey);
}

function chosenTypes(graph: HeteroGraph, names: readonly string[] | undefined): readonly EdgeType[] {
  if (!names) return graph.edgeTypes;
  const keys = new Set(
    names.map((name) => {
      const type = graph.edgeTypes.find((each) => edgeTypeKey(each) === name);
      return edgeTypeKey(type ?? graph.resolveEdgeType(name));
    }),
  );
  return graph.edgeTypes.filter((type) => keys.has(edgeTypeKey(type)));
}

function withWeights(csr: Adjacency, weights: Float32Array | undefined): Csr | WeightedCsr {
  const { numRows, numCols, indptr, indices, edges } = csr;
  const plain = { numRows, numCols, indptr, indices };
  return weights ? { ...plain, values: Float32Array.from(edges, (edge) => weights[edge]!) } : plain;
}
