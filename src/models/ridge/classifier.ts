import { gemm } from '../../compute/index.js';
import type { RunOptions } from '../../core/index.js';
import { checkInference, checkProblem } from '../core/check-arguments.js';
import { onlyWeights } from '../core/check-saved.js';
import { finiteScores } from '../core/check-scores.js';
import { DirectClassifier, type DirectFit } from '../core/direct-classifier.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { isMultiLabel, numOutputs, predictionsOf } from '../core/learning.js';
import { aims, taskOf } from '../core/problem.js';
import type { FitReport, InferenceOptions, Problem, SavedModel } from '../core/types.js';
import type { Inputs } from '../inputs/inputs.js';
import { fitInputs, type InputOptions, inputsLike, rowsOf } from '../inputs/node-inputs.js';
import { solvePositiveDefinite } from './solve.js';

export interface RidgeSettings extends InputOptions {
  /** Penalty as a share of the mean diagonal of X'X; default 0.01. */
  readonly penalty: number;
}

interface LinearFit extends DirectFit {
  /** [width, outputs], row-major. */
  readonly weights: Float32Array;
  readonly width: number;
  readonly state: SavedModel['state'];
}

/** Ridge regression, of classes on 0/1 indicators, in closed form: a strong linear model that costs little. */
export class RidgeClassifier extends DirectClassifier<LinearFit> {
  readonly name: 'ridge' | 'ridge-propagated' | 'ridge-aggregated';
  readonly usesTrainingLabels = false;
  readonly #settings: RidgeSettings;
  #inputs: Inputs | undefined;

  constructor(settings: Partial<RidgeSettings> = {}) {
    super();
    this.#settings = { features: 'own', penalty: 0.01, ...settings };
    const { features = 'own' } = this.#settings;
    this.name = features === 'own' ? 'ridge' : `ridge-${features}`;
  }

  static restore(saved: SavedModel, settings: RidgeSettings): RidgeClassifier {
    const classifier = new RidgeClassifier(settings);
    const { task, seed } = saved;
    const weights = onlyWeights(saved, 'weights', [-1, numOutputs(task)]);
    classifier.learned = { weights, width: weights.length / numOutputs(task), task, seed, state: saved.state };
    return classifier;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    const started = performance.now();
    const { graph, nodeType, seed } = problem;
    const { inputs, state, train } = await fitInputs(problem, this.#settings, run);
    const { width } = inputs;
    const task = taskOf(problem);
    const outputs = numOutputs(task);
    const rows = rowsOf(inputs, train);
    const aim = aims(problem, task, train);
    const gram = Float64Array.from(gemm(rows, rows, width, width, train.length, { transposeA: true }));
    const right = Float64Array.from(gemm(rows, aim, width, outputs, train.length, { transposeA: true }));
    let trace = 0;
    for (let i = 0; i < width; i++) trace += gram[i * width + i]!;
    // The constant, which is the last input, is not penalised.
    const penalty = (this.#settings.penalty * trace) / width;
    for (let i = 0; i < width; i++) gram[i * width + i]! += (i < width - 1 ? penalty : 0) + 1e-6;
    const weights = Float32Array.from(solvePositiveDefinite(gram, width, right, outputs));
    this.learned = { weights, width, task, seed, state, numNodes: graph.numNodes(nodeType) };
    this.#inputs = inputs;
    return { seconds: { fit: (performance.now() - started) / 1000 }, numParameters: weights.length };
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const { weights, width, task, numNodes } = fitted(this.learned);
    const { graph, run } = checkInference(rows, options, task, numNodes);
    const inputs = graph ? await inputsLike(this.learned!, graph, task.nodeType, this.#settings, run) : this.#inputs;
    if (!inputs) throw needsGraph();
    const scores = gemm(rowsOf(inputs, rows), weights, rows.length, numOutputs(task), width);
    // Indicators of several classes are thresholded, of one class compared.
    const threshold = isMultiLabel(task) ? 0.5 : 0;
    const shifted = scores.map((score) => score - threshold);
    return finiteScores(predictionsOf(task, shifted), rows);
  }

  async save(): Promise<SavedModel> {
    const { weights, width, task, seed, state } = fitted(this.learned);
    return {
      ...{ model: this.name, settings: this.#settings, seed, task, state, trainRows: new Int32Array(0) },
      parameters: [{ name: 'weights', shape: [width, numOutputs(task)] }],
      weights: [weights],
    };
  }

  override dispose(): void {
    super.dispose();
    this.#inputs = undefined;
  }
}
