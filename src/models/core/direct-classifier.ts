import type { RunOptions } from '../../core/index.js';
import { fitted, noEmbedding } from './fitted.js';
import type { Embedding, Estimator, FitReport, InferenceOptions, LearnedTask, Problem, SavedModel } from './types.js';

/** What every such model keeps of a fit, next to its own values. */
export interface DirectFit {
  readonly task: LearnedTask;
  readonly seed: number;
  /** Of the fitted graph's node type; undefined where the model was restored. */
  readonly numNodes?: number;
}

/** Base of the models that are computed directly, without epochs, and have no hidden representation. */
export abstract class DirectClassifier<F extends DirectFit> implements Estimator {
  abstract readonly name: string;
  abstract readonly usesTrainingLabels: boolean;
  readonly hasEmbedding = false;
  /** Undefined until the model is fitted or restored. */
  protected learned: F | undefined;

  abstract fit(problem: Problem, run?: RunOptions): Promise<FitReport>;
  abstract predict(rows: Int32Array, options?: InferenceOptions): Promise<Float32Array>;
  abstract save(): Promise<SavedModel>;

  get task(): F['task'] {
    return fitted(this.learned).task;
  }

  async embed(): Promise<Embedding> {
    throw noEmbedding(this.name);
  }

  dispose(): void {
    this.learned = undefined;
  }
}
