import type { EdgeType, HeteroGraph, TypedLinks } from '../../graph/index.js';
import {
  type ForwardMode,
  type HeteroTensors,
  MessageGraph,
  type NodeTable,
  neededTypes,
  reversedTypes,
} from '../../layers/index.js';
import {
  concatColumns,
  gatherRows,
  type Parameter,
  reshape,
  type Scalar,
  type Tensor2D,
  tidy,
} from '../../tensor/index.js';
import type { Model } from '../../training/index.js';
import { knownNodes } from '../core/known-nodes.js';
import { stacked } from '../network/homogeneous-stack.js';
import {
  enteringOf,
  type GraphPart,
  InputEncoder,
  inputShapes,
  type StateEncoder,
  withoutFeatures,
} from '../network/input-encoder.js';
import type { NetworkKind } from '../network/kind.js';
import { reached } from '../network/network.js';
import type { NetworkShape, SeenNetwork } from '../network/seen-network.js';
import type { NetworkSettings } from '../network/settings.js';
import type { NetworkStack, StackTypesOutput } from '../network/stack.js';
import { type LinkDecoder, makeDecoder } from './decoder.js';
import type { NetworkLinkSettings } from './settings.js';

/** Links of a training step with the pairs they are compared with, and what the model may see. */
export interface LinkBatch {
  readonly links: TypedLinks;
  /** [links * k], those of the first link first. */
  readonly negatives: TypedLinks;
  readonly messages: MessageGraph;
}

/** A model by name: its settings for links and its layers. */
export type LinkNetworkKind<S extends NetworkSettings> = Omit<NetworkKind<S>, 'settings' | 'fewestWeights'> & {
  readonly settings: NetworkLinkSettings<S>;
  /** What vectors without labels learn by default, where it is not 'infonce'. */
  readonly objective?: 'links' | undefined;
  fewestWeights?(settings: S): number;
};

export interface LinkNetworkOptions<S extends NetworkSettings> {
  readonly kind: LinkNetworkKind<S>;
  readonly graph: HeteroGraph;
  readonly edgeTypes: readonly EdgeType[];
  readonly seed: number;
  /** Edge types that carry messages backwards too, as keys; default those whose inverse the graph lacks. */
  readonly reversed?: readonly string[];
}

/** States of nodes by type, without tensors: [N, width] each. */
export interface NodeStates {
  readonly width: number;
  readonly values: ReadonlyMap<string, Float32Array>;
}

/**
 * A message-passing model that scores links: the states of both ends, by the layers and a last map to the width of the states, and a decoder
 * of both. Batches in; scores out, [links, 1 + k], those of the links first.
 */
export class LinkNetwork<S extends NetworkSettings> implements Model<LinkBatch, Tensor2D> {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly nodeTables: readonly NodeTable[];
  readonly shape: NetworkShape;
  readonly stack: NetworkStack;
  readonly decoder: LinkDecoder;
  /** Messages of the whole graph. */
  readonly messages: MessageGraph;
  readonly #graph: HeteroGraph;
  readonly #encoder: StateEncoder;
  readonly #edgeTypes: readonly EdgeType[];
  readonly #types: readonly string[];
  /** First row of every type where the states of all lie below each other. */
  readonly #starts: ReadonlyMap<string, number>;
  #extraLoss: Scalar | undefined;

  constructor({ kind, graph, edgeTypes, seed, reversed }: LinkNetworkOptions<S>) {
    const { settings, build, reach } = kind;
    const { relations, layers, hidden, decoder } = settings;
    this.name = kind.name;
    this.#edgeTypes = edgeTypes;
    const chosen = relations === undefined ? {} : { relations };
    const reverse = reversed ?? reversedTypes(graph, chosen);
    this.messages = MessageGraph.of(graph, { ...chosen, reverse });
    const ends = edgeTypes.flatMap(([source, , target]) => [source, target]);
    const own = settings as unknown as S;
    const types = neededTypes(this.messages, ends, reach?.(own) ?? layers);
    this.#types = types.at(-1)!;
    let start = 0;
    this.#starts = new Map(
      this.#types.map((type) => {
        start += graph.numNodes(type);
        return [type, start - graph.numNodes(type)];
      }),
    );
    const inputs = kind.inputs?.shapes(graph, types[0]!, own, ends) ?? inputShapes(graph, types[0]!, ends, settings);
    this.#graph = graph;
    this.shape = { inputs, reversed: reverse, relations: this.messages.relations.map(({ name }) => name) };
    const { encoded, ownVectors } = enteringOf(inputs, kind.hasOwnVectors?.(own) ?? false);
    this.#encoder = kind.inputs?.encoder(graph, encoded, own, seed) ?? new InputEncoder(graph, encoded, hidden, seed);
    this.stack = build(
      {
        ...{ schema: reached(this.messages, types), numRelations: this.messages.relations.length, seed, types },
        // States are compared by their length too, unlike scores of classes.
        ...{ target: this.#types[0]!, inputWidth: hidden, numOutputs: hidden, areNumbers: true },
        ...{ ownVectors, inputTypes: encoded.map(({ name }) => name) },
      },
      own,
    );
    this.decoder = makeDecoder({ kind: decoder, width: hidden, numRelations: edgeTypes.length, seed });
    this.parameters = [...this.#encoder.parameters, ...this.stack.parameters, ...this.decoder.parameters];
    this.nodeTables = [...this.#encoder.nodeTables, ...(this.stack.nodeTables ?? [])];
  }

  /** What is kept of the graph with the model. */
  get seen(): SeenNetwork {
    return { ...this.shape, ids: knownNodes(this.#graph, withoutFeatures(this.shape.inputs)) };
  }

  forward({ links, negatives, messages }: LinkBatch, mode: ForwardMode): Tensor2D {
    const { outputs, extraLoss } = this.outputs(messages, mode);
    this.#extraLoss = extraLoss;
    const count = links.source.length;
    const states = stacked(outputs, this.#types);
    const positive = this.#score(states, links);
    const negative = this.#score(states, negatives);
    return concatColumns([positive, reshape<Tensor2D>(negative, [count, negatives.source.length / count])]);
  }

  /** What the last forward pass in training adds to the loss. */
  get extraLoss(): Scalar | undefined {
    return this.#extraLoss;
  }

  /** States of all nodes of the types that links end at, [N, hidden] each. The caller tidies. */
  outputs(messages: MessageGraph, mode: ForwardMode, inputs = this.#encoder.forward()): StackTypesOutput {
    return this.stack.forwardTypes!(inputs, messages, mode);
  }

  /**
   * What the first layer reads. The caller tidies.
   *
   * @param part nodes that are read; default all
   */
  inputStates(part?: GraphPart): HeteroTensors {
    return this.#encoder.forward(part);
  }

  /** Called where the weights or the graph have changed. */
  async prepare(messages: MessageGraph): Promise<void> {
    await this.stack.prepare?.(() => this.#encoder.forward(), messages);
  }

  /** States of all nodes that links may end at, outside training. */
  async states(messages = this.messages): Promise<NodeStates> {
    await this.prepare(messages);
    const tensors = tidy(() => {
      const { outputs } = this.outputs(messages, { training: false });
      return this.#types.map((type) => outputs.get(type)!);
    });
    try {
      const values = await Promise.all(tensors.map(async (each) => (await each.data()).slice() as Float32Array));
      return {
        width: tensors[0]!.shape[1],
        values: new Map(this.#types.map((type, i) => [type, values[i]!])),
      };
    } finally {
      for (const tensor of tensors) tensor.dispose();
    }
  }

  dispose(): void {
    this.#encoder.dispose();
    this.stack.dispose();
    this.decoder.dispose();
    this.messages.dispose();
  }

  /** Scores of links of any edge types, [links, 1]. */
  #score(states: Tensor2D, { source, target, relation }: TypedLinks): Tensor2D {
    const starts = (end: 0 | 2) => this.#edgeTypes.map((type) => this.#starts.get(type[end])!);
    const [sources, targets] = [starts(0), starts(2)];
    const ends = [
      gatherRows(
        states,
        source.map((row, i) => sources[relation[i]!]! + row),
      ),
      gatherRows(
        states,
        target.map((row, i) => targets[relation[i]!]! + row),
      ),
    ] as const;
    return this.decoder.pairs(...ends, relation);
  }
}
