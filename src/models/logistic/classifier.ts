import { gemm } from '../../compute/index.js';
import { type RunOptions, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import { checkInference, checkProblem, expectClasses } from '../core/check-arguments.js';
import { onlyWeights } from '../core/check-saved.js';
import { finiteScores } from '../core/check-scores.js';
import { DirectClassifier, type DirectFit } from '../core/direct-classifier.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { isMultiLabel, numOutputs } from '../core/learning.js';
import { aims, taskOf } from '../core/problem.js';
import type { FitReport, InferenceOptions, Problem, SavedModel } from '../core/types.js';
import type { Inputs } from '../inputs/inputs.js';
import { fitInputs, type InputOptions, inputsLike, rowsOf } from '../inputs/node-inputs.js';
import { minimise } from './minimise.js';
import { logisticObjective } from './objective.js';

export interface LogisticSettings extends InputOptions {
  /** Half of it times the sum of the squared weights is added to the sum of the losses: 1 / C of scikit-learn. Default 1. */
  readonly penalty: number;
}

interface LogisticFit extends DirectFit {
  /** [width, classes], row-major. */
  readonly weights: Float32Array;
  readonly width: number;
  readonly state: SavedModel['state'];
}

const TOLERANCE = 1e-5;
const MOST_STEPS = 500;
/** Steps between two breaths for others on the thread. */
const STEPS_AT_ONCE = 10;

/** Logistic regression of classes on each node's own features, or on propagated ones, on all training rows at once until nothing is gained. */
export class LogisticClassifier extends DirectClassifier<LogisticFit> {
  readonly name: 'logistic' | 'logistic-propagated' | 'logistic-aggregated';
  readonly usesTrainingLabels = false;
  readonly #settings: LogisticSettings;
  #inputs: Inputs | undefined;

  constructor(settings: Partial<LogisticSettings> = {}) {
    super();
    this.#settings = { features: 'own', penalty: 1, ...settings };
    const { features = 'own' } = this.#settings;
    this.name = features === 'own' ? 'logistic' : `logistic-${features}`;
  }

  static restore(saved: SavedModel, settings: LogisticSettings): LogisticClassifier {
    const classifier = new LogisticClassifier(settings);
    const { task, seed, state } = saved;
    const weights = onlyWeights(saved, 'weights', [-1, numOutputs(task)]);
    classifier.learned = { weights, width: weights.length / numOutputs(task), task, seed, state };
    return classifier;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    expectClasses(problem, this.name);
    const started = performance.now();
    const { graph, nodeType, seed } = problem;
    const { inputs, state, train } = await fitInputs(problem, this.#settings, run);
    const { width } = inputs;
    const task = taskOf(problem);
    const numClasses = numOutputs(task);
    const x = rowsOf(inputs, train);
    const indicators = aims(problem, task, train);
    const objective = logisticObjective(
      { x, indicators, width, numClasses, multiLabel: isMultiLabel(task) },
      this.#settings.penalty,
    );
    const onStep = async (done: number, loss: number) => {
      throwIfAborted(run.signal);
      run.onProgress?.({ stage: 'logistic', done, total: MOST_STEPS, unit: 'steps', values: { loss } });
      if (done % STEPS_AT_ONCE === 0) await yieldToEventLoop();
    };
    const start = new Float64Array(width * numClasses);
    const options = { tolerance: TOLERANCE, maxSteps: train.length === 0 ? 0 : MOST_STEPS, onStep };
    const weights = Float32Array.from(await minimise(start, objective, options));
    this.learned = { weights, width, task, seed, state, numNodes: graph.numNodes(nodeType) };
    this.#inputs = inputs;
    return { seconds: { fit: (performance.now() - started) / 1000 }, numParameters: weights.length };
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const learned = fitted(this.learned);
    const { weights, width, task, numNodes } = learned;
    const { graph, run } = checkInference(rows, options, task, numNodes);
    const inputs = graph ? await inputsLike(learned, graph, task.nodeType, this.#settings, run) : this.#inputs;
    if (!inputs) throw needsGraph();
    return finiteScores(gemm(rowsOf(inputs, rows), weights, rows.length, numOutputs(task), width), rows);
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
