import { type RunOptions, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import { checkProblem, expectClasses } from '../core/check-arguments.js';
import { finiteScores } from '../core/check-scores.js';
import { weightsOf } from '../core/class-weights.js';
import { isMultiLabel, numOutputs } from '../core/learning.js';
import { aims, taskOf } from '../core/problem.js';
import type {
  ClassificationProblem,
  FitReport,
  InferenceOptions,
  LearnedClasses,
  LearnedTask,
  Problem,
  SavedModel,
} from '../core/types.js';
import { LinearClassifier } from '../inputs/linear-classifier.js';
import { fitInputs, type InputOptions, rowsOf } from '../inputs/node-inputs.js';
import { minimise } from './minimise.js';
import { logisticObjective } from './objective.js';

export interface LogisticSettings extends InputOptions {
  /** Half of it times the sum of the squared weights is added to the sum of the losses: 1 / C of scikit-learn. Default 1. */
  readonly penalty: number;
}

const TOLERANCE = 1e-5;
const MOST_STEPS = 500;
/** Steps between two breaths for others on the thread. */
const STEPS_AT_ONCE = 10;

/** The weight of the class of each row [n]; undefined where all count the same. */
function rowWeights(problem: ClassificationProblem, task: LearnedTask, rows: Int32Array): Float32Array | undefined {
  const weights = weightsOf(problem, (task as LearnedClasses).classes);
  if (!weights) return undefined;
  return Float32Array.from(rows, (row) => weights[problem.targets.labels[row]!]!);
}

/** Logistic regression of classes on each node's own features, or on propagated ones, on all training rows at once until nothing is gained. */
export class LogisticClassifier extends LinearClassifier<LogisticSettings> {
  readonly name: 'logistic' | 'logistic-propagated' | 'logistic-aggregated' | 'logistic-graph';

  constructor(settings: Partial<LogisticSettings> = {}) {
    super({ features: 'own', penalty: 1, ...settings });
    const { features = 'own' } = this.settings;
    this.name = features === 'own' ? 'logistic' : `logistic-${features}`;
  }

  static restore(saved: SavedModel, settings: LogisticSettings): LogisticClassifier {
    const classifier = new LogisticClassifier(settings);
    classifier.take(saved);
    return classifier;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    expectClasses(problem, this.name);
    const started = performance.now();
    const made = await fitInputs(problem, this.settings, run);
    const { inputs, train } = made;
    const { width } = inputs;
    const task = taskOf(problem);
    const numClasses = numOutputs(task);
    const x = rowsOf(inputs, train);
    const indicators = aims(problem, task, train);
    const objective = logisticObjective(
      {
        x,
        indicators,
        width,
        numClasses,
        multiLabel: isMultiLabel(task),
        rowWeights: rowWeights(problem, task, train),
      },
      this.settings.penalty,
    );
    const onStep = async (done: number, loss: number) => {
      throwIfAborted(run.signal);
      run.onProgress?.({ stage: 'logistic', done, total: MOST_STEPS, unit: 'steps', values: { loss } });
      if (done % STEPS_AT_ONCE === 0) await yieldToEventLoop();
    };
    const start = new Float64Array(width * numClasses);
    const options = { tolerance: TOLERANCE, maxSteps: train.length === 0 ? 0 : MOST_STEPS, onStep };
    const weights = Float32Array.from(await minimise(start, objective, options));
    this.keep(problem, made, weights);
    return { seconds: { fit: (performance.now() - started) / 1000 }, numParameters: weights.length };
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    return finiteScores(await this.scores(rows, options), rows);
  }
}
