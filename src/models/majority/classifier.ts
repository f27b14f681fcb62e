import { fitted, noEmbedding, weightsNamed } from '../core/fitted.js';
import { indicators, taskOf } from '../core/problem.js';
import type { Embedding, Estimator, FitReport, LearnedClasses, Problem, SavedModel } from '../core/types.js';

/** Predicts the training rows' class shares everywhere: what a model reaches without looking at anything. */
export class MajorityClassifier implements Estimator {
  readonly name = 'majority';
  readonly hasEmbedding = false;
  readonly usesTrainingLabels = false;
  #fit: { readonly shares: Float32Array; readonly task: LearnedClasses; readonly seed: number } | undefined;

  static restore(saved: SavedModel): MajorityClassifier {
    const classifier = new MajorityClassifier();
    classifier.#fit = { shares: weightsNamed(saved, 'shares'), task: saved.task, seed: saved.seed };
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
    this.#fit = { shares, task: taskOf(problem), seed: problem.seed };
    return { seconds: {} };
  }

  get task(): LearnedClasses {
    return fitted(this.#fit).task;
  }

  async predict(rows: Int32Array): Promise<Float32Array> {
    const { shares } = fitted(this.#fit);
    const scores = new Float32Array(rows.length * shares.length);
    for (let at = 0; at < scores.length; at += shares.length) scores.set(shares, at);
    return scores;
  }

  async embed(): Promise<Embedding> {
    throw noEmbedding(this.name);
  }

  async save(): Promise<SavedModel> {
    const { shares, task, seed } = fitted(this.#fit);
    return {
      ...{ model: 'majority', settings: {}, seed, task, state: {}, trainRows: new Int32Array(0) },
      parameters: [{ name: 'shares', shape: [shares.length] }],
      weights: [shares],
    };
  }

  dispose(): void {
    this.#fit = undefined;
  }
}
