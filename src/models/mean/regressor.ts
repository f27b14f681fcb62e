import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import { checkInference, checkProblem, expectNumbers } from '../core/check-arguments.js';
import { DirectClassifier, type DirectFit } from '../core/direct-classifier.js';
import { fitted } from '../core/fitted.js';
import { taskOf } from '../core/problem.js';
import type { FitReport, InferenceOptions, LearnedNumbers, Problem, SavedModel } from '../core/types.js';

interface Mean extends DirectFit {
  readonly task: LearnedNumbers;
}

/** Predicts the mean of the training rows for every node: the error of a model that looks at no features and no edges. */
export class MeanRegressor extends DirectClassifier<Mean> {
  readonly name = 'mean';
  readonly usesTrainingLabels = false;

  /** @param saved of numbers: others are refused before */
  static restore(saved: SavedModel): MeanRegressor {
    if (saved.parameters.length > 0) {
      throw new HeteroGraphError('SHAPE_MISMATCH', 'The model has no parameters.', { hint: 'Save the model again.' });
    }
    const regressor = new MeanRegressor();
    regressor.learned = { task: saved.task as LearnedNumbers, seed: saved.seed };
    return regressor;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    expectNumbers(problem, this.name);
    const { graph, nodeType, seed } = problem;
    this.learned = { task: taskOf(problem), seed, numNodes: graph.numNodes(nodeType) };
    return { seconds: {} };
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const { task, numNodes } = fitted(this.learned);
    checkInference(rows, options, task, numNodes);
    return new Float32Array(rows.length).fill(task.mean);
  }

  async save(): Promise<SavedModel> {
    const { task, seed } = fitted(this.learned);
    return {
      ...{ model: 'mean', settings: {}, seed, task, state: {}, trainRows: new Int32Array(0) },
      ...{ parameters: [], weights: [] },
    };
  }
}
