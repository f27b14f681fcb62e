import type { RunOptions } from '../../core/index.js';
import { checkInference, checkProblem, expectClasses } from '../core/check-arguments.js';
import { onlyWeights } from '../core/check-saved.js';
import { DirectClassifier, type DirectFit } from '../core/direct-classifier.js';
import { fitted } from '../core/fitted.js';
import { indicators, taskOf } from '../core/problem.js';
import type { FitReport, InferenceOptions, LearnedClasses, Problem, SavedModel } from '../core/types.js';

interface ClassShares extends DirectFit {
  readonly task: LearnedClasses;
  /** One a class. */
  readonly shares: Float32Array;
}

/** Predicts the training rows' class shares for every node: the score of a model that looks at no features and no edges. */
export class MajorityClassifier extends DirectClassifier<ClassShares> {
  readonly name = 'majority';
  readonly usesTrainingLabels = false;

  /** @param saved of classes: others are refused before */
  static restore(saved: SavedModel): MajorityClassifier {
    const classifier = new MajorityClassifier();
    const { seed } = saved;
    const task = saved.task as LearnedClasses;
    classifier.learned = { shares: onlyWeights(saved, 'shares', [task.classes.length]), task, seed };
    return classifier;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    expectClasses(problem, this.name);
    const { train } = problem.split;
    const { numClasses, kind } = problem.targets;
    const counts = new Float64Array(numClasses);
    for (const [at, flag] of indicators(problem, train).entries()) counts[at % numClasses]! += flag;
    // A class that more than half of the rows carry is predicted for all of them.
    const threshold = kind === 'multi' ? 0.5 : 0;
    const shares = Float32Array.from(counts, (count) => count / Math.max(1, train.length) - threshold);
    const { graph, nodeType, seed } = problem;
    this.learned = { shares, task: taskOf(problem), seed, numNodes: graph.numNodes(nodeType) };
    return { seconds: {} };
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const { shares, task, numNodes } = fitted(this.learned);
    checkInference(rows, options, task, numNodes);
    const scores = new Float32Array(rows.length * shares.length);
    for (let at = 0; at < scores.length; at += shares.length) scores.set(shares, at);
    return scores;
  }

  async save(): Promise<SavedModel> {
    const { shares, task, seed } = fitted(this.learned);
    return {
      ...{ model: 'majority', settings: {}, seed, task, state: {}, trainRows: new Int32Array(0) },
      parameters: [{ name: 'shares', shape: [shares.length] }],
      weights: [shares],
    };
  }
}
