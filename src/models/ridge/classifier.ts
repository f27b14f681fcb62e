import { gemm } from '../../compute/index.js';
import { solvePositiveDefinite } from '../../compute/internal.js';
import type { RunOptions } from '../../core/index.js';
import { checkProblem } from '../core/check-arguments.js';
import { finiteScores } from '../core/check-scores.js';
import { isMultiLabel, numOutputs, predictionsOf } from '../core/learning.js';
import { aims, taskOf } from '../core/problem.js';
import type { FitReport, InferenceOptions, Problem, SavedModel } from '../core/types.js';
import { LinearClassifier } from '../inputs/linear-classifier.js';
import { fitInputs, type InputOptions, rowsOf } from '../inputs/node-inputs.js';

export interface RidgeSettings extends InputOptions {
  /** Penalty as a share of the mean diagonal of X'X; default 0.01. */
  readonly penalty: number;
}

/** Ridge regression, of classes on 0/1 indicators, in closed form: a strong linear model that costs little. */
export class RidgeClassifier extends LinearClassifier<RidgeSettings> {
  readonly name: 'ridge' | 'ridge-propagated' | 'ridge-aggregated' | 'ridge-graph';

  constructor(settings: Partial<RidgeSettings> = {}) {
    super({ features: 'own', penalty: 0.01, ...settings });
    const { features = 'own' } = this.settings;
    this.name = features === 'own' ? 'ridge' : `ridge-${features}`;
  }

  static restore(saved: SavedModel, settings: RidgeSettings): RidgeClassifier {
    const classifier = new RidgeClassifier(settings);
    classifier.take(saved);
    return classifier;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    const started = performance.now();
    const made = await fitInputs(problem, this.settings, run);
    const { inputs, train } = made;
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
    const penalty = (this.settings.penalty * trace) / width;
    for (let i = 0; i < width; i++) gram[i * width + i]! += (i < width - 1 ? penalty : 0) + 1e-6;
    const weights = Float32Array.from(solvePositiveDefinite(gram, width, right, outputs));
    this.keep(problem, made, weights);
    return { seconds: { fit: (performance.now() - started) / 1000 }, numParameters: weights.length };
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const scores = await this.scores(rows, options);
    // Indicators of several classes are thresholded, of one class compared.
    const threshold = isMultiLabel(this.task) ? 0.5 : 0;
    const shifted = scores.map((score) => score - threshold);
    return finiteScores(predictionsOf(this.task, shifted), rows);
  }
}
