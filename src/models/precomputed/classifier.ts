import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { adam, initTensors } from '../../tensor/index.js';
import { predict, predictRows, Trainer } from '../../training/index.js';
import { ascendingRows } from '../core/ascending-rows.js';
import { checkInference, checkProblem } from '../core/check-arguments.js';
import { expectSizes } from '../core/check-saved.js';
import { finiteScores } from '../core/check-scores.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { type KnownNodes, knownNodes, placesOf, remarkUnknown } from '../core/known-nodes.js';
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
import { checkSeenGraph, seenGraph } from '../inputs/seen-graph.js';
import type { Choice, InputShape, Inputs, PrecomputedKind, PrecomputedNetwork, PrecomputedSettings } from './kind.js';

/** Rows per forward pass outside training. */
const ROWS = 1024;

const stateSchema = z.object({
  shapes: z.array(z.object({ name: z.string('a text'), width: option.count })),
  choice: z.record(z.string(), z.number('a number')),
  seen: z.unknown(),
  known: z.record(z.string('a node type'), z.array(z.string('a text'))),
});

interface State {
  readonly shapes: readonly InputShape[];
  readonly choice: Choice;
  readonly seen: unknown;
  readonly known: KnownNodes;
}

/** Classes or numbers of nodes by a network on inputs that are computed once, before training. */
export class PrecomputedClassifier<S extends PrecomputedSettings, I extends Inputs> implements Estimator {
  readonly name: string;
  readonly hasEmbedding = true;
  readonly usesTrainingLabels: boolean;
  readonly #kind: PrecomputedKind<S, I>;
  readonly #resources: ModelResources;
  #inputs: I | undefined;
  #network: PrecomputedNetwork | undefined;
  #saved: (SavedModel & { readonly state: State & SavedModel['state'] }) | undefined;
  #numNodes: number | undefined;

  constructor(kind: PrecomputedKind<S, I>, resources: ModelResources = {}) {
    this.name = kind.name;
    this.usesTrainingLabels = kind.usesTrainingLabels;
    this.#kind = kind;
    this.#resources = resources;
  }

  /** A fitted classifier from what {@link save} gave; give `predict` and `embed` a graph. */
  static restore<S extends PrecomputedSettings, I extends Inputs>(
    saved: SavedModel,
    kind: PrecomputedKind<S, I>,
    resources: ModelResources = {},
  ): PrecomputedClassifier<S, I> {
    checkOptions(stateSchema, saved.state, { what: 'state' });
    const state = saved.state as unknown as State;
    const { task } = saved;
    const target = { nodeType: task.nodeType, numClasses: numOutputs(task) };
    const { parameters, weights } = kind.size(state.shapes, target);
    expectSizes(saved, parameters, () => weights);
    const classifier = new PrecomputedClassifier(kind, resources);
    classifier.#saved = { ...saved, state: { ...state } };
    return classifier;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    const { graph, nodeType, split, seed } = problem;
    const learned = trainedTaskOf(problem);
    const { settings, usesTrainingLabels } = this.#kind;
    const { epochs, patience, learningRate, weightDecay, batchSize, criterion, relations } = settings;
    this.dispose();
    await initTensors();
    const started = performance.now();
    const choice = this.#kind.choose(problem);
    const trainRows = usesTrainingLabels ? split.train : new Int32Array(0);
    const rows = ascendingRows(split.train, split.valid, split.test);
    const known = this.#kind.knowsNodes ? knownNodes(graph, featurelessTypes(graph)) : {};
    const request = { task: learned, rows, trainRows, seed, choice, known };
    const inputs = await this.#kind.precompute(graph, request, run, this.#resources);
    this.#inputs = inputs;
    const precomputed = performance.now();
    const numNodes = graph.numNodes(nodeType);
    const network = this.#kind.network(inputs, { nodeType, numNodes, numClasses: numOutputs(learned), seed });
    this.#network = network;
    const task = learningTask(problem, learned, criterion, {
      evalBatchSize: ROWS,
      // Where all rows fit into one batch, their order has no meaning.
      ...(batchSize < split.train.length ? { batchSize } : {}),
    });
    const trainer = new Trainer({
      optimizer: adam({ learningRate, weightDecay }),
      ...{ epochs, patience, seed, callbacks: this.#resources.callbacks },
      checkpoint: checkpointFor(problem, settings, this.#resources),
    });
    const training = await trainer.fit(network, task, run);
    this.#saved = {
      ...{ model: this.name, settings, seed, task: learned },
      state: { shapes: inputs.shapes, choice, seen: seenGraph(graph, nodeType, relations), known },
      ...(await readWeights(network.parameters)),
      trainRows,
    };
    this.#numNodes = numNodes;
    return {
      seconds: { precompute: (precomputed - started) / 1000, train: training.seconds },
      training,
      numParameters: countWeights(network.parameters),
      ...(inputs.execution ? { execution: inputs.execution } : {}),
    };
  }

  get task(): LearnedTask {
    return fitted(this.#saved).task;
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const scores = await this.#using(rows, options, (network, run) =>
      predict(network, rows, { batchSize: ROWS, ...run }),
    );
    return finiteScores(predictionsOf(this.task, scores), rows);
  }

  async embed(rows: Int32Array, options: InferenceOptions = {}): Promise<Embedding> {
    return this.#using(rows, options, async (network, run) => {
      const values = await predictRows(rows, (batch) => network.embed(batch), { batchSize: ROWS, ...run });
      return { values: finiteScores(values, rows), width: network.embeddingWidth };
    });
  }

  async save(): Promise<SavedModel> {
    return fitted(this.#saved);
  }

  dispose(): void {
    this.#network?.dispose();
    this.#inputs?.dispose();
    this.#network = undefined;
    this.#inputs = undefined;
    this.#saved = undefined;
    this.#numNodes = undefined;
  }

  /** Calls `use` with the network on the inputs of the fit, or with one on those of another graph. */
  async #using<T>(
    rows: Int32Array,
    options: InferenceOptions,
    use: (network: PrecomputedNetwork, run: RunOptions) => Promise<T>,
  ): Promise<T> {
    const saved = fitted(this.#saved);
    const { graph, run } = checkInference(rows, options, saved.task, this.#numNodes);
    await initTensors();
    if (!graph) {
      if (this.#network) return use(this.#network, run);
      throw needsGraph();
    }
    const { task, seed, trainRows, state } = saved;
    const { nodeType } = task;
    checkSeenGraph(state.seen, graph, nodeType, this.#kind.settings.relations);
    checkRows(trainRows, graph.numNodes(nodeType), 'trainRows', { type: nodeType });
    const { choice, known } = state;
    for (const [type, ids] of Object.entries(options.onRemark ? known : {})) {
      if (!graph.nodeTypes.includes(type)) continue;
      const places = placesOf(graph, type, known, ids.length);
      remarkUnknown(type, places, 'what they are adds nothing to what is predicted', options.onRemark);
    }
    const request = { task, rows: ascendingRows(rows), trainRows, seed, choice, known };
    const inputs = await this.#kind.precompute(graph, request, run, this.#resources);
    let network: PrecomputedNetwork | undefined;
    try {
      checkShapes(inputs.shapes, state.shapes, nodeType);
      const numNodes = graph.numNodes(nodeType);
      network = this.#kind.network(inputs, { nodeType, numNodes, numClasses: numOutputs(task), seed });
      writeWeights(network.parameters, saved);
      return await use(network, run);
    } finally {
      network?.dispose();
      inputs.dispose();
    }
  }
}

function featurelessTypes(graph: HeteroGraph): string[] {
  return graph.nodeTypes.filter((type) => !graph.features(type));
}

/** @throws {HeteroGraphError} MODEL_MISMATCH naming the first input that is another */
function checkShapes(actual: readonly InputShape[], expected: readonly InputShape[], type: string): void {
  const describe = (shape: InputShape | undefined) => (shape ? `${shape.name} of width ${shape.width}` : 'nothing');
  for (let i = 0; i < Math.max(actual.length, expected.length); i++) {
    const [is, was] = [describe(actual[i]), describe(expected[i])];
    if (is === was) continue;
    throw new HeteroGraphError('MODEL_MISMATCH', `The model was trained on ${was}; the graph has ${is}.`, {
      type,
      hint: 'Give a graph of the same node types, feature widths and relations; where an input is a one for every node, of the same nodes.',
    });
  }
}
