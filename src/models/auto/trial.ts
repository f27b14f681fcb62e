import { HeteroGraphError, isHeteroGraphError, RandomStream } from '../../core/index.js';
import { numOutputs } from '../core/learning.js';
import { taskOf } from '../core/problem.js';
import type { ModelResources, Problem } from '../core/types.js';
import type { Candidate } from './candidates.js';
import type { Fold } from './folds.js';
import {
  type Criterion,
  type FoldPrediction,
  type MeanAndError,
  meanAndError,
  pairedDifference,
  rowScores,
} from './row-scores.js';
import { type StoredTrial, StoredTrials } from './stored-trials.js';

/** What a candidate predicted of the rows of folds that it was not fitted on. */
export class Trial {
  readonly candidate: Candidate;
  readonly predictions = new Map<number, FoldPrediction>();
  seconds = 0;
  /** Why it is out of the comparison, for people. */
  problem: string | undefined;

  constructor(candidate: Candidate) {
    this.candidate = candidate;
  }

  /** Numbers of the folds it was tried on, ascending. */
  get folds(): readonly number[] {
    return [...this.predictions.keys()].sort((a, b) => a - b);
  }

  /** Whether its scores count. */
  get isSound(): boolean {
    return this.problem === undefined && this.predictions.size > 0;
  }
}

/** Fits models on folds and compares what they predict of the rest. */
export class Trials {
  readonly criterion: Criterion;
  readonly #problem: Problem;
  readonly #folds: readonly Fold[];
  readonly #resources: ModelResources;
  readonly #stored: StoredTrials | undefined;

  constructor(problem: Problem, folds: readonly Fold[], criterion: Criterion, resources: ModelResources) {
    this.#problem = problem;
    this.#folds = folds;
    this.criterion = criterion;
    // Checkpoints, stored features and callbacks are for the model that is kept.
    const { memoryBytes, costs, checkpointDir } = resources;
    this.#stored = checkpointDir === undefined ? undefined : new StoredTrials(checkpointDir, problem);
    this.#resources = { ...(memoryBytes === undefined ? {} : { memoryBytes }), ...(costs ? { costs } : {}) };
  }

  get numFolds(): number {
    return this.#folds.length;
  }

  /** Why predictions could not be kept for an interrupted comparison to go on with. */
  get notKept(): HeteroGraphError | undefined {
    return this.#stored?.failure;
  }

  /**
   * Tries a candidate on a fold, or takes what is kept of an earlier try. A candidate that fails is marked so.
   *
   * @param signal of the time limit and of the caller
   * @returns false where the signal stopped it
   * @throws {HeteroGraphError} CORRUPT_FILE where what is kept is damaged
   */
  async try(trial: Trial, fold: number, signal: AbortSignal): Promise<boolean> {
    const { title, settings } = trial.candidate;
    const key = [title, settings, this.#folds[fold]!] as const;
    const rows = this.#folds[fold]!.split.test;
    const kept = await this.#stored?.read(...key, rows.length * numOutputs(taskOf(this.#problem)));
    const done = kept ?? (await this.#fit(trial, fold, signal));
    if (!done) return false;
    if (done === 'failed') return true;
    if (!kept) await this.#stored?.write(...key, done);
    trial.seconds += done.seconds;
    trial.predictions.set(fold, { rows, values: done.values });
    return true;
  }

  /** Undefined where the signal stopped it. */
  async #fit(trial: Trial, fold: number, signal: AbortSignal): Promise<StoredTrial | 'failed' | undefined> {
    const { title, definition, settings } = trial.candidate;
    const { split, whole } = this.#folds[fold]!;
    const seed = new RandomStream(this.#problem.seed, 'auto', title, fold).nextInt(2 ** 31 - 1);
    const problem = { ...this.#problem, seed, split: choosesEpoch(settings) ? split : whole };
    const model = definition.create(settings, this.#resources);
    const started = performance.now();
    try {
      const { training } = await model.fit(problem, { signal });
      if (training?.stoppedBy === 'abort') return undefined;
      const values = await model.predict(split.test, { signal });
      checkFinite(values, split.test.length * numOutputs(taskOf(problem)));
      return { seconds: (performance.now() - started) / 1000, values };
    } catch (error) {
      if (signal.aborted || (isHeteroGraphError(error) && error.code === 'ABORTED')) return undefined;
      const { code, message } = error as { readonly code?: string; readonly message: string };
      trial.problem = `failed: ${code === undefined ? '' : `${code}: `}${message}`;
      return 'failed';
    } finally {
      model.dispose();
    }
  }

  /** Score of a trial on folds, default all it was tried on, by a criterion, default the one that models are compared by. */
  score(trial: Trial, folds: readonly number[] = trial.folds, criterion = this.criterion): MeanAndError {
    return meanAndError(this.#rowScores(trial, folds, criterion));
  }

  /** How much better the first is than the second on the rows of the folds that both were tried on. */
  difference(first: Trial, second: Trial, criterion = this.criterion): MeanAndError {
    const folds = first.folds.filter((fold) => second.predictions.has(fold));
    return pairedDifference(this.#rowScores(first, folds, criterion), this.#rowScores(second, folds, criterion));
  }

  #rowScores(trial: Trial, folds: readonly number[], criterion = this.criterion): Float64Array {
    const predictions = folds.map((fold) => trial.predictions.get(fold)!);
    return rowScores(criterion, this.#problem, predictions);
  }
}

/** Whether a model needs rows apart from those of training, to choose its best epoch or when to stop. */
export function choosesEpoch(settings: object): boolean {
  return ['epochs', 'patience', 'members'].some((name) => name in settings);
}

function checkFinite(values: Float32Array, length: number): void {
  if (values.length === length && values.every(Number.isFinite)) return;
  throw new HeteroGraphError('NON_FINITE', 'Its predictions are not all finite numbers.', {
    hint: 'Look for features that are not finite with validateGraph(graph).',
  });
}
