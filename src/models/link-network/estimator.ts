import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import { type HeteroGraph, hashGraph, type TypedLinks } from '../../graph/index.js';
import { adam, initTensors } from '../../tensor/index.js';
import { Trainer } from '../../training/index.js';
import { finiteScores } from '../core/check-scores.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { checkLinkProblem, checkLinks, checkQueries } from '../core/link-problem.js';
import type {
  LearnedLinks,
  LinkEstimator,
  LinkInferenceOptions,
  LinkProblem,
  LinkQueries,
  SavedLinkModel,
} from '../core/link-types.js';
import { checkpointOf, countWeights, readWeights } from '../core/network-state.js';
import type { Embedding, FitReport, ModelResources } from '../core/types.js';
import { checkForged } from '../network/check-forged.js';
import { checkSeenForm, type SeenNetwork } from '../network/seen-network.js';
import type { NetworkSettings } from '../network/settings.js';
import { type LinkDecoder, makeDecoder } from './decoder.js';
import { LinkNetwork, type LinkNetworkKind, type NodeStates } from './network.js';
import { scoresOfAll, scoresOfPairs } from './scorer.js';
import { statesOn } from './states-on.js';
import { networkLinkTask } from './task.js';

const runSchema = z.looseObject(option.runOptions);

/** What scores need, ready: the states of all nodes of a graph. */
interface Ready {
  readonly task: LearnedLinks;
  readonly states: NodeStates;
  readonly decoder: LinkDecoder;
}

/** Links by a message-passing model with a decoder, trained with Adam on the whole graph. */
export class NetworkLinkModel<S extends NetworkSettings> implements LinkEstimator {
  readonly name: string;
  readonly hasEmbedding = true;
  readonly #kind: LinkNetworkKind<S>;
  readonly #resources: ModelResources;
  #saved: SavedLinkModel | undefined;
  /** The training graph; undefined where the model was restored. */
  #graph: HeteroGraph | undefined;
  #decoder: LinkDecoder | undefined;
  /** States of the graph that was used last. */
  #last: { readonly graph: HeteroGraph; readonly states: NodeStates } | undefined;

  constructor(kind: LinkNetworkKind<S>, resources: ModelResources = {}) {
    this.name = kind.name;
    this.#kind = kind;
    this.#resources = resources;
  }

  /** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH where its parts do not belong together */
  static restore<S extends NetworkSettings>(
    saved: SavedLinkModel,
    kind: LinkNetworkKind<S>,
    resources: ModelResources = {},
  ): NetworkLinkModel<S> {
    checkSeenForm(saved.state.seen);
    checkForged(saved, kind as never);
    const model = new NetworkLinkModel(kind, resources);
    model.#saved = saved;
    return model;
  }

  get task(): LearnedLinks {
    return fitted(this.#saved).task;
  }

  async fit(problem: LinkProblem, run: RunOptions = {}): Promise<FitReport> {
    checkLinkProblem(problem, run);
    this.dispose();
    await initTensors();
    const { split, seed } = problem;
    const { edgeTypes } = split;
    const { graph } = split.train;
    const { settings, noDecay } = this.#kind;
    const { epochs, patience, learningRate, weightDecay, validateEvery } = settings;
    const network = new LinkNetwork({ kind: this.#kind, graph, edgeTypes, seed });
    try {
      const groups = noDecay ? [{ parameters: noDecay, weightDecay: 0 }] : [];
      const trainer = new Trainer({
        optimizer: adam({ learningRate, weightDecay, groups }),
        ...{ epochs, patience, seed, validateEvery, callbacks: [...(this.#resources.callbacks ?? [])] },
        checkpoint: checkpointOf(() => ({ graph: hashGraph(graph), edgeTypes }), settings, this.#resources),
      });
      const training = await trainer.fit(network, networkLinkTask(network, problem, settings), run);
      this.#saved = {
        ...{ model: this.name, settings, seed, task: { kind: 'links', edgeTypes } },
        state: { seen: network.seen },
        ...(await readWeights(network.parameters)),
        trainRows: new Int32Array(0),
      };
      this.#graph = graph;
      return { seconds: { train: training.seconds }, training, numParameters: countWeights(network.parameters) };
    } finally {
      network.dispose();
    }
  }

  async score(links: TypedLinks, options: LinkInferenceOptions = {}): Promise<Float32Array> {
    const { graph, run } = this.#visible(options);
    checkLinks(links, this.task.edgeTypes, graph);
    const { states, decoder, task } = await this.#ready(graph);
    return finiteScores(await scoresOfPairs(decoder, states, task.edgeTypes, links, run), links.source);
  }

  async scoreAll(queries: LinkQueries, options: LinkInferenceOptions = {}): Promise<Float32Array> {
    const { graph, run } = this.#visible(options);
    checkQueries(queries, this.task.edgeTypes, (type) => graph.numNodes(type));
    const { states, decoder, task } = await this.#ready(graph);
    return finiteScores(await scoresOfAll(decoder, states, task.edgeTypes, queries, run), queries.known);
  }

  async embed(type: string, rows: Int32Array, options: LinkInferenceOptions = {}): Promise<Embedding> {
    const { graph } = this.#visible(options);
    const types = new Set(this.task.edgeTypes.flatMap(([source, , target]) => [source, target]));
    if (!types.has(type)) {
      throw new HeteroGraphError('UNKNOWN_TYPE', `The model has no states of nodes of type "${type}".`, {
        type,
        hint: `It has those of: ${[...types].join(', ')}.`,
      });
    }
    checkRows(rows, graph.numNodes(type), 'rows', { type });
    const { states } = await this.#ready(graph);
    const { width } = states;
    const own = states.values.get(type)!;
    const values = new Float32Array(rows.length * width);
    for (const [i, row] of rows.entries()) values.set(own.subarray(row * width, (row + 1) * width), i * width);
    return { values: finiteScores(values, rows), width };
  }

  async save(): Promise<SavedLinkModel> {
    return fitted(this.#saved);
  }

  dispose(): void {
    this.#decoder?.dispose();
    this.#decoder = undefined;
    this.#saved = undefined;
    this.#graph = undefined;
    this.#last = undefined;
  }

  /** What the model may see. @throws {HeteroGraphError} NOT_FITTED, INVALID_OPTION */
  #visible({ graph, ...run }: LinkInferenceOptions): { readonly graph: HeteroGraph; readonly run: RunOptions } {
    fitted(this.#saved);
    checkOptions(runSchema, run);
    const visible = graph ?? this.#graph;
    if (!visible) throw needsGraph();
    return { graph: visible, run };
  }

  async #ready(graph: HeteroGraph): Promise<Ready> {
    const saved = fitted(this.#saved);
    const { edgeTypes } = saved.task;
    await initTensors();
    if (this.#last?.graph !== graph || !this.#decoder) {
      const { seen } = saved.state as { readonly seen: SeenNetwork };
      this.#last = { graph, states: await statesOn(graph, { kind: this.#kind, edgeTypes, seen, saved }) };
    }
    this.#decoder ??= await this.#madeDecoder(saved);
    return { task: saved.task, states: this.#last.states, decoder: this.#decoder };
  }

  async #madeDecoder({ seed, task, parameters, weights }: SavedLinkModel): Promise<LinkDecoder> {
    const { decoder: kind, hidden: width } = this.#kind.settings;
    const decoder = makeDecoder({ kind, width, numRelations: task.edgeTypes.length, seed });
    for (const parameter of decoder.parameters) {
      parameter.write(weights[parameters.findIndex(({ name }) => name === parameter.name)]!);
    }
    return decoder;
  }
}
