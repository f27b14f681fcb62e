import type { RunOptions } from '../../core/index.js';
import { adam, initTensors } from '../../tensor/index.js';
import { predict, predictRows, Trainer } from '../../training/index.js';
import { checkInference, checkProblem } from '../core/check-arguments.js';
import { expectSizes } from '../core/check-saved.js';
import { finiteScores } from '../core/check-scores.js';
import { fitted, needsGraph, noEmbedding } from '../core/fitted.js';
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
import { fitInputs, type InputOptions, inputsLike } from '../inputs/node-inputs.js';
import { Perceptron } from './perceptron.js';

export interface MlpSettings extends InputOptions {
  /** Default 1; 0 is a linear model. */
  readonly hiddenLayers: number;
  /** Default 64. */
  readonly hidden: number;
  /** Of hidden layers, as a fraction; default 0.5. */
  readonly dropout: number;
  /** Default 200. */
  readonly epochs: number;
  /** In epochs; default 20. */
  readonly patience: number;
  /** Default 0.01. */
  readonly learningRate: number;
  /** Default 1,024. */
  readonly batchSize: number;
}

export const mlpDefaults: MlpSettings = {
  features: 'own',
  hiddenLayers: 1,
  hidden: 64,
  dropout: 0.5,
  epochs: 200,
  patience: 20,
  learningRate: 0.01,
  batchSize: 1024,
};

type MlpName = 'mlp' | 'mlp-propagated' | 'mlp-aggregated' | 'mlp-graph';

/**
 * A multilayer perceptron on each node's own features, or on propagated ones; with no hidden layer, a linear model. Trained
 * with Adam; the epoch with the best mean of micro- and macro-F1 on the validation rows counts, of numbers that with the least mean
 * absolute error.
 */
export class MlpClassifier implements Estimator {
  readonly name: MlpName;
  readonly hasEmbedding: boolean;
  readonly usesTrainingLabels = false;
  readonly #settings: MlpSettings;
  readonly #resources: ModelResources;
  #perceptron: Perceptron | undefined;
  #saved: SavedModel | undefined;
  #numNodes: number | undefined;

  constructor(settings: Partial<MlpSettings> = {}, resources: ModelResources = {}) {
    this.#settings = { ...mlpDefaults, ...settings };
    this.#resources = resources;
    const { features = 'own' } = this.#settings;
    this.name = features === 'own' ? 'mlp' : `mlp-${features}`;
    this.hasEmbedding = this.#settings.hiddenLayers > 0;
  }

  static restore(saved: SavedModel, settings: MlpSettings): MlpClassifier {
    const { hiddenLayers, hidden } = settings;
    const width = saved.parameters[0]?.shape[0] ?? 0;
    const outputs = numOutputs(saved.task);
    expectSizes(saved, 3 * hiddenLayers + 2, () => {
      const widths = [width, ...new Array<number>(hiddenLayers).fill(hidden)];
      const inner = widths.slice(1).reduce((sum, next, i) => sum + (widths[i]! + 1) * next + 1, 0);
      return inner + (widths.at(-1)! + 1) * outputs;
    });
    const classifier = new MlpClassifier(settings);
    classifier.#saved = saved;
    return classifier;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    this.dispose();
    await initTensors();
    const started = performance.now();
    const { graph, nodeType, seed } = problem;
    const learned = trainedTaskOf(problem);
    const { inputs, state } = await fitInputs(problem, this.#settings, run);
    const { epochs, patience, learningRate, batchSize } = this.#settings;
    const perceptron = new Perceptron(this.name, inputs, numOutputs(learned), this.#settings, seed);
    this.#perceptron = perceptron;
    const task = learningTask(problem, learned, 'f1', { batchSize });
    const trainer = new Trainer({
      optimizer: adam({ learningRate }),
      ...{ epochs, patience, seed, callbacks: this.#resources.callbacks },
      checkpoint: checkpointFor(problem, this.#settings, this.#resources),
    });
    const training = await trainer.fit(perceptron, task, run);
    this.#saved = {
      ...{ model: this.name, settings: this.#settings, seed, task: learned, state },
      ...(await readWeights(perceptron.parameters)),
      trainRows: new Int32Array(0),
    };
    this.#numNodes = graph.numNodes(nodeType);
    const numParameters = countWeights(perceptron.parameters);
    return { seconds: { fit: (performance.now() - started) / 1000 }, training, numParameters };
  }

  get task(): LearnedTask {
    return fitted(this.#saved).task;
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const scores = await this.#using(rows, options, (perceptron, run) => predict(perceptron, rows, run));
    return finiteScores(predictionsOf(this.task, scores), rows);
  }

  async embed(rows: Int32Array, options: InferenceOptions = {}): Promise<Embedding> {
    if (!this.hasEmbedding) throw noEmbedding(this.name);
    const width = this.#settings.hidden;
    return this.#using(rows, options, async (perceptron, run) => {
      const values = await predictRows(rows, (batch) => perceptron.embed(batch), run);
      return { values: finiteScores(values, rows), width };
    });
  }

  async save(): Promise<SavedModel> {
    return fitted(this.#saved);
  }

  dispose(): void {
    this.#perceptron?.dispose();
    this.#perceptron = undefined;
    this.#saved = undefined;
    this.#numNodes = undefined;
  }

  /** Calls `use` with the perceptron on the inputs of the fit, or with one on those of another graph. */
  async #using<T>(
    rows: Int32Array,
    options: InferenceOptions,
    use: (perceptron: Perceptron, run: RunOptions) => Promise<T>,
  ): Promise<T> {
    const saved = fitted(this.#saved);
    const { graph, run } = checkInference(rows, options, saved.task, this.#numNodes);
    if (!graph) {
      if (this.#perceptron) return use(this.#perceptron, run);
      throw needsGraph();
    }
    const { task, seed, parameters, state } = saved;
    const width = parameters[0]!.shape[0]!;
    const inputs = await inputsLike({ state, seed, width }, graph, task.nodeType, this.#settings, run);
    await initTensors();
    const perceptron = new Perceptron(this.name, inputs, numOutputs(task), this.#settings, seed);
    try {
      writeWeights(perceptron.parameters, saved);
      return await use(perceptron, run);
    } finally {
      perceptron.dispose();
    }
  }
}
