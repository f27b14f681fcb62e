import type { HeteroGraph } from '../../graph/index.js';
import {
  type ForwardMode,
  type HeteroTensors,
  MessageGraph,
  type MessageSchema,
  type NodeTable,
  neededTypes,
  reversedTypes,
} from '../../layers/index.js';
import { add, gatherRows, type Parameter, type Scalar, sliceRows, type Tensor2D } from '../../tensor/index.js';
import type { Model } from '../../training/index.js';
import {
  enteringOf,
  InputEncoder,
  type InputShape,
  inputShapes,
  type NetworkInputs,
  type StateEncoder,
} from './input-encoder.js';
import { type KnownLabels, LabelInput } from './label-input.js';
import type { NetworkBatch, SampledBatch } from './sampled-batch.js';
import type { NetworkSettings } from './settings.js';
import type { NetworkStack, StackContext, StackOutput } from './stack.js';

/** Makes the layers of a model. */
export type BuildStack<S extends NetworkSettings> = (context: StackContext, settings: S) => NetworkStack;

export interface NetworkOptions<S extends NetworkSettings> {
  readonly name: string;
  readonly graph: HeteroGraph;
  readonly target: string;
  readonly settings: S;
  readonly numOutputs: number;
  /** See `StackContext`. */
  readonly areNumbers?: boolean;
  readonly seed: number;
  readonly build: BuildStack<S>;
  /** How many relations away a node looks; default one per layer. */
  readonly reach?: ((settings: S) => number) | undefined;
  /** The unit of times, where the layers read them; default: they do not. */
  readonly timeUnit?: ((settings: S) => number | undefined) | undefined;
  /** See `NetworkKind`. */
  readonly hasOwnVectors?: ((settings: S) => boolean) | undefined;
  /** How nodes enter; default by one matrix of features, or a learned vector each. */
  readonly inputs?: NetworkInputs<S> | undefined;
  /** Labels that are an input; default none. */
  readonly known?: KnownLabels | undefined;
  /**
   * Edge types that carry messages backwards too, as keys; default those whose inverse the graph lacks. What another graph holds may look
   * otherwise: a network fitted before keeps its own.
   */
  readonly reversed?: readonly string[];
}

/** A message-passing model: rows of the target type in, on the whole graph, or a sampled part of it; scores [B, C] out. */
export class GraphNetwork<S extends NetworkSettings> implements Model<NetworkBatch> {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly nodeTables: readonly NodeTable[];
  /** How each node type enters, in order. */
  readonly inputs: readonly InputShape[];
  readonly messages: MessageGraph;
  /** Edge types that carry messages backwards too, as keys. */
  readonly reversed: readonly string[];
  readonly stack: NetworkStack;
  readonly graph: HeteroGraph;
  readonly target: string;
  /** How many relations away a node looks. */
  readonly reach: number;
  readonly #encoder: StateEncoder;
  readonly #labels: LabelInput | undefined;
  #extraLoss: Scalar | undefined;

  constructor(options: NetworkOptions<S>) {
    const { name, graph, target, settings, numOutputs, areNumbers = false, seed, build, reach, known } = options;
    this.name = name;
    this.graph = graph;
    this.target = target;
    const { relations, layers, hidden } = settings;
    const chosen = relations === undefined ? {} : { relations };
    this.reversed = options.reversed ?? reversedTypes(graph, chosen);
    const timeUnit = options.timeUnit?.(settings);
    this.messages = MessageGraph.of(graph, { ...chosen, reverse: this.reversed, timeUnit });
    this.reach = reach?.(settings) ?? layers;
    const types = neededTypes(this.messages, target, this.reach);
    const entering = options.inputs;
    this.inputs =
      entering?.shapes(graph, types[0]!, settings, [target]) ?? inputShapes(graph, types[0]!, [target], settings);
    const { encoded, ownVectors } = enteringOf(this.inputs, options.hasOwnVectors?.(settings) ?? false);
    this.#encoder = entering?.encoder(graph, encoded, settings, seed) ?? new InputEncoder(graph, encoded, hidden, seed);
    this.#labels = known && new LabelInput(known, numOutputs, hidden, seed);
    const schema = reached(this.messages, types);
    const numRelations = this.messages.relations.length;
    const shape = { schema, numRelations, target, types, inputWidth: hidden, numOutputs, areNumbers, seed };
    const withStates = encoded.map((input) => input.name);
    const inputTypes = known && !withStates.includes(target) ? [...withStates, target] : withStates;
    this.stack = build({ ...shape, ownVectors, inputTypes }, settings);
    const ofLabels = this.#labels ? [this.#labels.weight] : [];
    this.parameters = [...this.#encoder.parameters, ...ofLabels, ...this.stack.parameters];
    this.nodeTables = [...this.#encoder.nodeTables, ...(this.stack.nodeTables ?? [])];
  }

  /** Of all nodes of the target type. The caller tidies. */
  all(mode: ForwardMode): StackOutput {
    return this.stack.forward(this.inputStates(), this.messages, mode);
  }

  forward(batch: NetworkBatch, mode: ForwardMode): Tensor2D {
    if (!(batch instanceof Int32Array)) return this.#sampled(batch, mode);
    const { scores, extraLoss } = this.#rows(batch, mode);
    this.#extraLoss = extraLoss;
    return scores;
  }

  #sampled(batch: SampledBatch, mode: ForwardMode): Tensor2D {
    const { scores, extraLoss } = this.stack.forward(this.#encoder.forward(batch), batch.messages, mode);
    this.#extraLoss = extraLoss;
    return sliceRows(scores, 0, batch.rows.length);
  }

  /** What the last forward pass in training adds to the loss, for the caller that has the scores. */
  get extraLoss(): Scalar | undefined {
    return this.#extraLoss;
  }

  /** Called where the weights have changed. */
  async prepare(graph = this.messages): Promise<void> {
    await this.stack.prepare?.(() => this.inputStates(), graph);
  }

  /**
   * Of all types that the first layer reads. The caller tidies.
   *
   * @param scored rows of a training step, whose labels are hidden; default none
   */
  inputStates(scored?: Int32Array): HeteroTensors {
    const states = this.#encoder.forward();
    if (!this.#labels) return states;
    const ofLabels = this.#labels.states(this.graph.numNodes(this.target), scored);
    const own = states.get(this.target);
    return new Map([...states, [this.target, own ? add(own, ofLabels) : ofLabels]]);
  }

  embed(rows: Int32Array): Tensor2D {
    return this.#rows(rows, { training: false }).embedding;
  }

  #rows(rows: Int32Array, mode: ForwardMode): StackOutput {
    const states = this.inputStates(mode.training ? rows : undefined);
    if (this.stack.forwardRows) return this.stack.forwardRows(states, this.messages, rows, mode);
    const { scores, embedding, ...rest } = this.stack.forward(states, this.messages, mode);
    return { ...rest, scores: gatherRows(scores, rows), embedding: gatherRows(embedding, rows) };
  }

  dispose(): void {
    this.#encoder.dispose();
    this.#labels?.dispose();
    this.stack.dispose();
    this.messages.dispose();
  }
}

/** The types that are read and the relations that end at a type some layer computes. */
export function reached(schema: MessageSchema, types: readonly (readonly string[])[]): MessageSchema {
  const computed = new Set(types.slice(1).flat());
  return { nodeTypes: types[0]!, relations: schema.relations.filter(({ target }) => computed.has(target)) };
}
