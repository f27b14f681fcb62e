import { checkOptions, expectArgument, HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type GroupValues, type PropagatedFeatures, precomputeRpHgnn } from '../../propagation/index.js';
import { adam, exponentialDecay, initTensors } from '../../tensor/index.js';
import { predict, predictRows, Trainer } from '../../training/index.js';
import { ascendingRows } from '../core/ascending-rows.js';
import { checkInference, checkProblem } from '../core/check-arguments.js';
import { expectSizes } from '../core/check-saved.js';
import { finiteScores } from '../core/check-scores.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { learningTask, numOutputs, predictionsOf } from '../core/learning.js';
import { checkpointFor, countWeights, readWeights, writeWeights } from '../core/network-state.js';
import { scaleOfTask } from '../core/number-scale.js';
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
import { noRelations } from '../inputs/check.js';
import { checkSeenGraph, seenGraph } from '../inputs/seen-graph.js';
import { RpHgnnEncoder } from './encoder.js';
import { countRpHgnnParameters } from './parameter-count.js';
import { propagationOptions } from './propagation-options.js';
import { type RpHgnnSettings, rphgnnDefaults } from './settings.js';
import { type RpHgnnState, settingsSchema, stateSchema } from './settings-check.js';

export interface RpHgnnClassifierOptions extends ModelResources {
  /** Default {@link rphgnnDefaults}. */
  readonly settings?: RpHgnnSettings;
}

/** What a fitted model keeps besides its weights. */
interface RpHgnnModel extends SavedModel {
  readonly settings: RpHgnnSettings;
  readonly state: RpHgnnState;
}

/** RpHGNN from graph to class scores, or to numbers: pre-computation, encoder, training. */
export class RpHgnnClassifier implements Estimator {
  readonly name = 'rphgnn';
  readonly hasEmbedding = true;
  readonly #options: RpHgnnClassifierOptions & { readonly settings: RpHgnnSettings };
  #encoder: RpHgnnEncoder | undefined;
  #features: PropagatedFeatures<GroupValues> | undefined;
  #model: RpHgnnModel | undefined;
  #numNodes: number | undefined;

  /** @throws {HeteroGraphError} INVALID_OPTION naming the setting */
  constructor(options: RpHgnnClassifierOptions = {}) {
    expectArgument(options, 'object', 'options');
    const { settings = rphgnnDefaults } = options;
    checkOptions(settingsSchema, settings, { what: 'settings' });
    this.#options = { ...options, settings };
  }

  /** A fitted classifier from what {@link save} gave; give `predict` and `embed` a graph. */
  static restore(saved: SavedModel, settings: RpHgnnSettings, resources: ModelResources = {}): RpHgnnClassifier {
    const classifier = new RpHgnnClassifier({ ...resources, settings });
    checkOptions(stateSchema, saved.state, { what: 'state' });
    const { groups, seen } = saved.state as RpHgnnState;
    const { groupLayers, globalLayers } = settings;
    expectSizes(saved, groups.length * (2 + 3 * groupLayers) + 3 * globalLayers - 1, () =>
      countRpHgnnParameters(groups, numOutputs(saved.task), settings),
    );
    const labelHops = settings.labels && 'hops' in settings.labels ? settings.labels.hops : 0;
    const deepest = groups.reduce((max, { hops }) => Math.max(max, hops), 0);
    if (Math.max(settings.hops, labelHops) > deepest) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `No input of the model has as many hops as its settings say.`, {
        column: 'settings.hops',
        hint: 'Save the model again.',
      });
    }
    classifier.#model = { ...saved, settings, state: { groups, seen } };
    return classifier;
  }

  get usesTrainingLabels(): boolean {
    return this.#options.settings.labels !== undefined;
  }

  /**
   * Pre-computes, then trains. After an abort during training the report says so and the best weights so far are in place.
   *
   * @throws {HeteroGraphError} what {@link precomputeRpHgnn} and {@link Trainer.fit} throw
   */
  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    const { graph, nodeType, split, seed } = problem;
    const { settings, callbacks } = this.#options;
    this.dispose();
    await initTensors();
    const started = performance.now();
    const trainRows = settings.labels ? split.train : new Int32Array(0);
    const rows = ascendingRows(split.train, split.valid, split.test);
    const task = trainedTaskOf(problem);
    const features = await this.#propagate(graph, { settings, seed, task, trainRows }, rows, run);
    this.#features = features;
    if (features.groups.length === 0) throw noRelations(nodeType);
    const precomputed = performance.now();
    const encoder = new RpHgnnEncoder(features, graph.numNodes(nodeType), numOutputs(task), settings, seed);
    this.#encoder = encoder;
    const learning = learningTask(problem, task, settings.criterion, { batchSize: settings.batchSize });
    const trainer = new Trainer({
      optimizer: adam({ learningRate: settings.learningRate }),
      schedule: exponentialDecay(settings.learningRateDecay),
      epochs: settings.epochs,
      patience: settings.patience,
      validateEvery: settings.validateEvery,
      seed,
      callbacks,
      checkpoint: checkpointFor(problem, settings, this.#options),
    });
    const training = await trainer.fit(encoder, learning, run);
    this.#model = {
      ...{ model: 'rphgnn', settings, seed, task },
      state: {
        groups: features.groups.map(({ name, hops, width }) => ({ name, hops, width })),
        seen: seenGraph(graph, nodeType, settings.relations),
      },
      ...(await readWeights(encoder.parameters)),
      trainRows,
    };
    this.#numNodes = graph.numNodes(nodeType);
    return {
      seconds: { precompute: (precomputed - started) / 1000, train: training.seconds },
      training,
      numParameters: countWeights(encoder.parameters),
      ...(features.storeProblem ? { storeProblem: features.storeProblem } : {}),
      ...(features.execution ? { execution: features.execution } : {}),
    };
  }

  /** Class scores [rows, C], or numbers [rows]. @throws {HeteroGraphError} NOT_FITTED, MODEL_MISMATCH, MISSING_FEATURES */
  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const scores = await this.#using(rows, options, (encoder, run) =>
      predict(encoder, rows, { batchSize: 2048, ...run }),
    );
    return finiteScores(predictionsOf(this.task, scores), rows);
  }

  /** The last hidden representation of rows, [rows, width]. @throws {HeteroGraphError} as {@link predict} */
  async embed(rows: Int32Array, options: InferenceOptions = {}): Promise<Embedding> {
    return this.#using(rows, options, async (encoder, run) => {
      const forward = (batch: Int32Array) => encoder.embed(batch);
      const values = await predictRows(rows, forward, { batchSize: 2048, ...run });
      return { values: finiteScores(values, rows), width: encoder.embeddingWidth };
    });
  }

  get task(): LearnedTask {
    return fitted(this.#model).task;
  }

  async save(): Promise<SavedModel> {
    return fitted(this.#model);
  }

  dispose(): void {
    this.#encoder?.dispose();
    this.#features?.dispose();
    this.#encoder = undefined;
    this.#features = undefined;
    this.#model = undefined;
    this.#numNodes = undefined;
  }

  /** Calls `use` with the encoder on the features of the fit, or with one on those of another graph. */
  async #using<T>(
    rows: Int32Array,
    options: InferenceOptions,
    use: (encoder: RpHgnnEncoder, run: RunOptions) => Promise<T>,
  ): Promise<T> {
    const model = fitted(this.#model);
    const { graph, run } = checkInference(rows, options, model.task, this.#numNodes);
    await initTensors();
    if (!graph) {
      if (this.#encoder) return use(this.#encoder, run);
      throw needsGraph();
    }
    checkSeenGraph(model.state.seen, graph, model.task.nodeType, model.settings.relations);
    const features = await this.#propagate(graph, model, ascendingRows(rows), run);
    let encoder: RpHgnnEncoder | undefined;
    try {
      checkGroups(features, model);
      const { task, settings, seed } = model;
      encoder = new RpHgnnEncoder(features, graph.numNodes(task.nodeType), numOutputs(task), settings, seed);
      writeWeights(encoder.parameters, model);
      return await use(encoder, run);
    } finally {
      encoder?.dispose();
      features.dispose();
    }
  }

  #propagate(
    graph: HeteroGraph,
    { settings, seed, task, trainRows }: Pick<RpHgnnModel, 'settings' | 'seed' | 'task' | 'trainRows'>,
    rows: Int32Array,
    { signal, onProgress }: RunOptions,
  ): Promise<PropagatedFeatures<GroupValues>> {
    const { store, memoryBytes, costs } = this.#options;
    const options = {
      ...propagationOptions(settings, { ...task, rows, trainRows, seed, scale: scaleOfTask(task) }),
      ...{ store, signal, onProgress, costs },
    };
    return memoryBytes === undefined
      ? precomputeRpHgnn(graph, options)
      : precomputeRpHgnn(graph, { ...options, memoryBytes });
  }
}

function checkGroups({ groups, target }: PropagatedFeatures<GroupValues>, { state }: RpHgnnModel): void {
  const describe = (group: { name: string; hops: number; width: number } | undefined) =>
    group ? `${group.name} of ${group.hops} hops and width ${group.width}` : 'nothing';
  for (let g = 0; g < Math.max(groups.length, state.groups.length); g++) {
    const [actual, expected] = [describe(groups[g]), describe(state.groups[g])];
    if (actual === expected) continue;
    throw new HeteroGraphError('MODEL_MISMATCH', `The model was trained on ${expected}; the graph has ${actual}.`, {
      type: target,
      hint: 'Give a graph of the same node types, feature widths and relations, in the same order.',
    });
  }
}
