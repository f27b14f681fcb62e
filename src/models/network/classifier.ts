import type { RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { adam, add, initTensors, type Tensor2D } from '../../tensor/index.js';
import { predict, predictRows, type Task, Trainer } from '../../training/index.js';
import { checkInference, checkProblem } from '../core/check-arguments.js';
import { finiteScores } from '../core/check-scores.js';
import type { ExplainOptions, Explanation, Flow } from '../core/explanation.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { knownNodes } from '../core/known-nodes.js';
import { learningTask, numOutputs, predictionsOf } from '../core/learning.js';
import { checkpointFor, countWeights, readWeights, writeWeights } from '../core/network-state.js';
import { indicators, trainedTaskOf } from '../core/problem.js';
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
import { checkExplainOptions } from '../explain/check-options.js';
import { explainNetwork, flowOf } from '../explain/explain-network.js';
import { checkForged } from './check-forged.js';
import { withoutFeatures } from './input-encoder.js';
import type { NetworkKind } from './kind.js';
import { type KnownLabels, labelsIn } from './label-input.js';
import { GraphNetwork, type NetworkOptions } from './network.js';
import { viewOf } from './network-view.js';
import { weightsOn } from './node-tables.js';
import { type NetworkBatch, sampledTask } from './sampled-batch.js';
import {
  checkReversed,
  checkSeenForm,
  checkSeenNetwork,
  checkWithNewTypes,
  type NetworkShape,
  reversedWithNew,
  type SeenNetwork,
} from './seen-network.js';
import type { NetworkSettings } from './settings.js';

type NetworkTask = Task<NetworkBatch, Tensor2D, Int32Array>;

/** Classes or numbers of nodes by a message-passing model, trained with Adam on the whole graph at once or on sampled parts of it. */
export class NetworkClassifier<S extends NetworkSettings> implements Estimator {
  readonly name: string;
  readonly hasEmbedding = true;
  readonly usesTrainingLabels: boolean;
  readonly #kind: NetworkKind<S>;
  readonly #resources: ModelResources;
  #network: GraphNetwork<S> | undefined;
  #saved: SavedModel | undefined;
  #numNodes: number | undefined;

  constructor(kind: NetworkKind<S>, resources: ModelResources = {}) {
    this.name = kind.name;
    const { labels = false, batchSize } = kind.settings;
    this.usesTrainingLabels = labels && batchSize === undefined;
    this.#kind = kind;
    this.#resources = resources;
  }

  static restore<S extends NetworkSettings>(
    saved: SavedModel,
    kind: NetworkKind<S>,
    resources: ModelResources = {},
  ): NetworkClassifier<S> {
    checkSeenForm(saved.state.seen);
    checkForged(saved, kind);
    const classifier = new NetworkClassifier(kind, resources);
    classifier.#saved = saved;
    return classifier;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    this.dispose();
    await initTensors();
    const { graph, nodeType, split, seed } = problem;
    const learned = trainedTaskOf(problem);
    const { settings } = this.#kind;
    const { epochs, patience, learningRate, weightDecay, criterion } = settings;
    const trainRows = this.usesTrainingLabels ? split.train : new Int32Array(0);
    const network = this.#networkOn(graph, learned, { seed, known: this.#knownOf(problem) });
    this.#network = network;
    const task = learningTask(problem, learned, criterion, this.#batches(graph.numNodes(nodeType), split.train.length));
    const { noDecay } = this.#kind;
    const groups = noDecay ? [{ parameters: noDecay, weightDecay: 0 }] : [];
    const prepare = () => network.prepare();
    const own = network.stack.prepare ? [{ onFitStart: prepare, onBatchEnd: prepare, onFitEnd: prepare }] : [];
    const trainer = new Trainer({
      optimizer: adam({ learningRate, weightDecay, groups }),
      ...{ epochs, patience, seed, callbacks: [...own, ...(this.#resources.callbacks ?? [])] },
      checkpoint: checkpointFor(problem, settings, this.#resources),
    });
    const { batchSize, fanouts = new Array<number>(settings.layers).fill(10), relations } = settings;
    const order = network.messages.relations.map(({ name }) => name);
    const sampling = { graph, target: nodeType, relations, fanouts, rows: split.train, inputs: network.inputs, order };
    const learning: NetworkTask =
      batchSize === undefined ? (task as NetworkTask) : sampledTask(task, { ...sampling, batchSize });
    const training = await trainer.fit(network, withExtraLoss(learning, network), run);
    this.#saved = {
      ...{ model: this.name, settings, seed, task: learned },
      state: { seen: { ...shapeOf(network), ids: knownNodes(graph, withoutFeatures(network.inputs)) } },
      ...(await readWeights(network.parameters)),
      trainRows,
    };
    this.#numNodes = graph.numNodes(nodeType);
    return { seconds: { train: training.seconds }, training, numParameters: countWeights(network.parameters) };
  }

  get task(): LearnedTask {
    return fitted(this.#saved).task;
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const scores = await this.#using(rows, options, (network, run) =>
      predict(network, rows, { ...run, batchSize: this.#batchSize(rows.length) }),
    );
    return finiteScores(predictionsOf(this.task, scores), rows);
  }

  async embed(rows: Int32Array, options: InferenceOptions = {}): Promise<Embedding> {
    return this.#using(rows, options, async (network, run) => {
      const batchSize = this.#batchSize(rows.length);
      const values = await predictRows(rows, (batch) => network.embed(batch), { ...run, batchSize });
      return { values: finiteScores(values, rows), width: rows.length === 0 ? 0 : values.length / rows.length };
    });
  }

  async explain(rows: Int32Array, options: ExplainOptions = {}): Promise<Explanation> {
    const { method, top, maxEdges, trials, seed, ...run } = options;
    const asked = definedOf({ method, top, maxEdges, trials, seed });
    checkExplainOptions(asked);
    return this.#using(rows, run, (network, own) =>
      explainNetwork(viewOf(network, this.task), rows, { ...asked, ...own }),
    );
  }

  async flow(rows: Int32Array, options: InferenceOptions = {}): Promise<Flow> {
    return this.#using(rows, options, (network) => flowOf(viewOf(network, this.task), rows));
  }

  async save(): Promise<SavedModel> {
    return fitted(this.#saved);
  }

  dispose(): void {
    this.#network?.dispose();
    this.#network = undefined;
    this.#saved = undefined;
    this.#numNodes = undefined;
  }

  #batchSize(numRows: number): number {
    return Math.max(1, Math.min(numRows, this.#kind.rowsAtOnce?.(this.#kind.settings) ?? numRows));
  }

  #batches(numNodes: number, numTraining: number) {
    const size = this.#batchSize(numNodes);
    // Where labels are an input, a step scores one half of the training rows and sees the labels of the other.
    const atOnce = this.usesTrainingLabels ? Math.max(1, Math.ceil(numTraining / 2)) : undefined;
    if (!this.#kind.rowsAtOnce && atOnce === undefined) return { evalBatchSize: size };
    return { batchSize: Math.min(size, atOnce ?? size), evalBatchSize: size };
  }

  #knownOf(problem: Problem): KnownLabels | undefined {
    if (!this.usesTrainingLabels || problem.kind !== 'classification') return undefined;
    const { train } = problem.split;
    return { rows: train, flags: indicators(problem, train) };
  }

  /** Calls `use` with the network on the graph of the fit, or with one on another graph. */
  async #using<T>(
    rows: Int32Array,
    options: InferenceOptions,
    use: (network: GraphNetwork<S>, run: RunOptions) => Promise<T>,
  ): Promise<T> {
    const saved = fitted(this.#saved);
    const { graph, run } = checkInference(rows, options, saved.task, this.#numNodes);
    await initTensors();
    if (!graph) {
      if (this.#network) return use(this.#network, run);
      throw needsGraph();
    }
    const seen = saved.state.seen as SeenNetwork;
    const { takesNewTypes = false, settings } = this.#kind;
    if (!takesNewTypes) checkReversed(seen, graph);
    const reversed = takesNewTypes ? reversedWithNew(seen, graph, settings.relations) : seen.reversed;
    const { task } = saved;
    const { seed, trainRows } = saved;
    const isReading = this.usesTrainingLabels && task.kind === 'classification';
    const known = isReading ? labelsIn(graph, task, trainRows) : undefined;
    const network = this.#networkOn(graph, task, { seed, known, reversed });
    try {
      if (takesNewTypes) checkWithNewTypes(seen, shapeOf(network), options.onRemark);
      else checkSeenNetwork(seen, shapeOf(network));
      writeWeights(network.parameters, weightsOn(graph, network.nodeTables, seen, saved, options.onRemark));
      await network.prepare();
      return await use(network, run);
    } finally {
      network.dispose();
    }
  }

  #networkOn(
    graph: HeteroGraph,
    task: LearnedTask,
    { reversed, ...rest }: Pick<NetworkOptions<S>, 'seed' | 'known' | 'reversed'>,
  ): GraphNetwork<S> {
    const outputs = { numOutputs: numOutputs(task), areNumbers: task.kind === 'regression' };
    const known = reversed === undefined ? rest : { ...rest, reversed };
    return new GraphNetwork({ ...this.#kind, graph, target: task.nodeType, ...outputs, ...known });
  }
}

/** The task with what the network adds to its loss. */
function withExtraLoss<S extends NetworkSettings>(task: NetworkTask, network: GraphNetwork<S>): NetworkTask {
  return {
    ...task,
    loss(scores, rows) {
      const loss = task.loss(scores, rows);
      return network.extraLoss ? add(loss, network.extraLoss) : loss;
    },
  };
}

/** Without what was not given. */
function definedOf<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

function shapeOf<S extends NetworkSettings>({ inputs, messages, reversed }: GraphNetwork<S>): NetworkShape {
  return { inputs, reversed, relations: messages.relations.map(({ name }) => name) };
}
