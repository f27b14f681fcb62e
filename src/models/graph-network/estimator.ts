import type { RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { adam, add, initTensors, type Tensor2D } from '../../tensor/index.js';
import { predict, predictRows, type RowTask, Trainer } from '../../training/index.js';
import { checkInference, checkProblem } from '../core/check-arguments.js';
import { finiteScores } from '../core/check-scores.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { learningTask, numOutputs, predictionsOf } from '../core/learning.js';
import { checkpointFor, countWeights, readWeights, writeWeights } from '../core/network-state.js';
import { trainedTaskOf } from '../core/problem.js';
import type {
  Embedding,
  Estimator,
  FitReport,
  InferenceOptions,
  LearnedTask,
  ModelResources,
  Problem,
  SavedModel,
} from '../core/types.js';
import { fitInputs, inputsLike } from '../inputs/node-inputs.js';
import { membersIn, wholeGraphsLike } from '../inputs/seen-members.js';
import { wholeGraphs } from '../inputs/whole-graphs.js';
import type { LinkNetworkKind } from '../link-network/network.js';
import type { NetworkSettings } from '../network/settings.js';
import { checkSavedGraphNetwork, type GraphNetworkState } from './saved.js';
import type { GraphNetworkSettings } from './settings.js';
import { GraphStates } from './states.js';

/** What simple models of whole graphs read. */
const ofGraphs = { features: 'graph' } as const;

/**
 * Classes or numbers of nodes that are whole graphs, by a message-passing network inside them: a read-out of the states of their nodes, beside
 * what is known without edges, and a linear map. Trained with Adam on some graphs at a time.
 */
export class GraphNetworkModel implements Estimator {
  readonly name = 'graph-network';
  readonly hasEmbedding = true;
  readonly usesTrainingLabels = false;
  readonly #settings: GraphNetworkSettings;
  readonly #network: LinkNetworkKind<NetworkSettings>;
  readonly #resources: ModelResources;
  #states: GraphStates | undefined;
  #saved: SavedModel | undefined;
  #numNodes: number | undefined;

  /** @param network the layers that the settings name */
  constructor(
    settings: GraphNetworkSettings,
    network: LinkNetworkKind<NetworkSettings>,
    resources: ModelResources = {},
  ) {
    this.#settings = settings;
    this.#network = network;
    this.#resources = resources;
  }

  static restore(
    saved: SavedModel,
    settings: GraphNetworkSettings,
    network: LinkNetworkKind<NetworkSettings>,
    resources: ModelResources = {},
  ): GraphNetworkModel {
    checkSavedGraphNetwork(saved, settings, network);
    const model = new GraphNetworkModel(settings, network, resources);
    model.#saved = saved;
    return model;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    this.dispose();
    await initTensors();
    const { graph, nodeType, seed } = problem;
    const learned = trainedTaskOf(problem);
    const graphs = wholeGraphs(graph, nodeType);
    const { readout, columns: hasColumns, batchSize, criterion } = this.#settings;
    const { epochs, patience, learningRate, weightDecay } = this.#settings;
    const columns = hasColumns ? await fitInputs(problem, ofGraphs, run) : undefined;
    const states = new GraphStates({
      ...{ network: this.#network, graphs, readout, columns: columns?.inputs, numOutputs: numOutputs(learned), seed },
    });
    this.#states = states;
    const task = withExtraLoss(
      learningTask(problem, learned, criterion, { batchSize, evalBatchSize: batchSize }),
      states,
    );
    const prepare = () => states.prepare();
    const trainer = new Trainer({
      optimizer: adam({ learningRate, weightDecay }),
      ...{ epochs, patience, seed },
      callbacks: [
        { onFitStart: prepare, onBatchEnd: prepare, onFitEnd: prepare },
        ...(this.#resources.callbacks ?? []),
      ],
      checkpoint: checkpointFor(problem, this.#settings, this.#resources),
    });
    const training = await trainer.fit(states, task, run);
    const { settings: _, ...fit } = states.fit;
    const ofColumns = (columns?.state ?? null) as unknown as GraphNetworkState['columns'];
    const state: GraphNetworkState = { members: membersIn(graphs), fit, columns: ofColumns };
    this.#saved = {
      ...{ model: this.name, settings: this.#settings, seed, task: learned },
      state: state as unknown as SavedModel['state'],
      ...(await readWeights(states.parameters)),
      trainRows: new Int32Array(0),
    };
    this.#numNodes = graph.numNodes(nodeType);
    return { seconds: { train: training.seconds }, training, numParameters: countWeights(states.parameters) };
  }

  get task(): LearnedTask {
    return fitted(this.#saved).task;
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const scores = await this.#using(rows, options, (states, run) => predict(states, rows, run));
    return finiteScores(predictionsOf(this.task, scores), rows);
  }

  async embed(rows: Int32Array, options: InferenceOptions = {}): Promise<Embedding> {
    return this.#using(rows, options, async (states, run) => {
      const values = await predictRows(rows, (batch) => states.embed(batch), run);
      return { values: finiteScores(values, rows), width: rows.length === 0 ? 0 : values.length / rows.length };
    });
  }

  async save(): Promise<SavedModel> {
    return fitted(this.#saved);
  }

  dispose(): void {
    this.#states?.dispose();
    this.#states = undefined;
    this.#saved = undefined;
    this.#numNodes = undefined;
  }

  /** Calls `use` with the network on the graphs of the fit, or with one on others. */
  async #using<T>(
    rows: Int32Array,
    options: InferenceOptions,
    use: (states: GraphStates, run: RunOptions & { readonly batchSize: number }) => Promise<T>,
  ): Promise<T> {
    const saved = fitted(this.#saved);
    const { graph, run } = checkInference(rows, options, saved.task, this.#numNodes);
    await initTensors();
    const atOnce = { ...run, batchSize: this.#settings.batchSize };
    if (!graph) {
      if (this.#states) return use(this.#states, atOnce);
      throw needsGraph();
    }
    const states = await this.#statesOn(graph, saved, run);
    try {
      writeWeights(states.parameters, saved);
      await states.prepare();
      return await use(states, atOnce);
    } finally {
      states.dispose();
    }
  }

  async #statesOn(graph: HeteroGraph, { state, task, seed }: SavedModel, run: RunOptions): Promise<GraphStates> {
    const { members, fit, columns } = state as unknown as GraphNetworkState;
    const graphs = wholeGraphsLike(members, graph, task.nodeType);
    const inputs =
      columns &&
      (await inputsLike(
        { state: { ...columns }, seed, width: columns.scale.means.length },
        graph,
        task.nodeType,
        ofGraphs,
        run,
      ));
    return new GraphStates({
      ...{ network: this.#network, graphs, readout: this.#settings.readout, columns: inputs ?? undefined, seed },
      ...{ numOutputs: numOutputs(task), fit: { ...fit, settings: this.#network.settings } },
    });
  }
}

/** The task with what the layers add to its loss. */
function withExtraLoss<P>(task: RowTask<P>, states: GraphStates): RowTask<P> {
  return {
    ...task,
    loss(scores: Tensor2D, rows: Int32Array) {
      const loss = task.loss(scores, rows);
      return states.extraLoss ? add(loss, states.extraLoss) : loss;
    },
  };
}
