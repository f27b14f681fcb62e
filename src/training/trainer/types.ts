import type { HeteroGraphError } from '../../core/index.js';
import type { TrainingHistory } from '../history.js';

export type StopReason = 'epochs' | 'patience' | 'abort';

/** What a fit reports. The model holds the best weights afterwards (after an abort: the best so far). */
export interface FitResult {
  readonly history: TrainingHistory;
  /** 1-based; of the last epoch where nothing selects. 0 where no epoch was completed. */
  readonly bestEpoch: number;
  /** Criterion of the best epoch on the validation examples; NaN where nothing was validated. */
  readonly bestCriterion: number;
  /** Completed epochs, those before a resume included. */
  readonly epochs: number;
  readonly stoppedBy: StopReason;
  /** Wall seconds of this call. */
  readonly seconds: number;
  /** The checkpoint folder, where one was given: calling `fit` again with it resumes from here. */
  readonly checkpoint: string | undefined;
  /** Why the last checkpoint could not be written, such as a full disk; training went on without it. */
  readonly checkpointProblem?: HeteroGraphError;
}

/** What a callback is given after an epoch. `valid` holds the validation figures, empty where none were computed. */
export interface EpochReport {
  /** 1-based. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean training loss over the examples of the epoch. */
  readonly loss: number;
  readonly learningRate: number;
  readonly seconds: number;
  readonly valid: Readonly<Record<string, number>>;
  readonly isBest: boolean;
}

/** Hooks of a fit; each may be asynchronous and is awaited. An error thrown in one ends the fit with that error. */
export interface TrainerCallbacks {
  onFitStart?(info: { readonly startEpoch: number; readonly epochs: number }): void | Promise<void>;
  onBatchEnd?(info: { readonly epoch: number; readonly batch: number; readonly loss: number }): void | Promise<void>;
  onEpochEnd?(report: EpochReport): void | Promise<void>;
  onCheckpoint?(info: { readonly epoch: number; readonly path: string }): void | Promise<void>;
  onFitEnd?(result: FitResult): void | Promise<void>;
}
