import { DirectClassifier, type DirectFit } from '../core/direct-classifier.js';
import { fitted, weightsNamed } from '../core/fitted.js';
import { indicators, taskOf } from '../core/problem.js';
import type { FitReport, Problem, SavedModel } from '../core/types.js';

interface ClassShares extends DirectFit {
  /** One a class. */
  readonly shares: Float32Array;
}

/** Predicts the training rows' class shares for every node: the score of a model that looks at no features and no edges. */
export class MajorityClassifier extends DirectClassifier<ClassShares> {
  readonly name = 'majority';
  readonly usesTrainingLabels = false;

  static restore(saved: SavedModel): MajorityClassifier {
    const classifier = new MajorityClassifier();
    classifier.learned = { shares: weightsNamed(saved, 'shares'), task: saved.task, seed: saved.seed };
    return classifier;
  }

  async fit(problem: Problem): Promise<FitReport> {
    const { train } = problem.split;
    const { numClasses, kind } = problem.targets;
    const counts = new Float64Array(numClasses);
    for (const [at, flag] of indicators(problem, train).entries()) counts[at % numClasses]! += flag;
    // A class that more than half of the rows carry is predicted for all of them.
    const threshold = kind === 'multi' ? 0.5 : 0;
    const shares = Float32Array.from(counts, (count) => count / Math.max(1, train.length) - threshold);
    this.learned = { shares, task: taskOf(problem), seed: problem.seed };
    return { seconds: {} };
  }

  async predict(rows: Int32Array): Promise<Float32Array> {
    const { shares } = fitted(this.learned);
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
