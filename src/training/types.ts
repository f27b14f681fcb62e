/**
 * The vocabulary of training. Shape letters: N nodes of the target type, B rows of a batch, C classes.
 * Nothing here knows which backend computes.
 */

import type { RandomStream } from '../core/index.js';
import type { Parameter, Scalar, Tensor2D } from '../tensor/index.js';
import type { TrainingHistory } from './history.js';

/** In training mode every random bit of a forward pass comes from `random`, a stream named by seed and step. */
export type ForwardMode = { readonly training: false } | { readonly training: true; readonly random: RandomStream };

/** Anything that turns rows into class logits by trainable parameters. */
export interface Model {
  readonly name: string;
  /** C. */
  readonly numClasses: number;
  /** In a fixed order, with distinct names: a checkpoint is written in this order and refuses other names or shapes. */
  readonly parameters: readonly Parameter[];
  /** Logits [B, C] of `rows` (dense ids of the target type). The caller tidies. */
  forward(rows: Int32Array, mode: ForwardMode): Tensor2D;
  dispose(): void;
}

/** One class per node: `labels` [N], -1 where unknown. */
export interface SingleLabelTargets {
  readonly kind: 'single';
  readonly labels: Int32Array;
  readonly numClasses: number;
}

/** Any number of classes per node: `labels` [N, C], row-major 0/1. */
export interface MultiLabelTargets {
  readonly kind: 'multi';
  readonly labels: Uint8Array;
  readonly numClasses: number;
}

export type Targets = SingleLabelTargets | MultiLabelTargets;

/** Rows to learn from and rows to select by; a `NodeSplit` fits. */
export interface TrainingRows {
  readonly train: Int32Array;
  /** May be empty: then nothing is selected, and the last epoch's weights stay. */
  readonly valid: Int32Array;
}

/** Differentiable mean loss of a batch. */
export interface Loss {
  readonly name: string;
  /** `logits` [B, C] belong to `rows` [B]; the scalar is a mean over the rows. */
  compute(logits: Tensor2D, rows: Int32Array, targets: Targets): Scalar;
}

/** Scores [B, C], row-major, of `rows` [B]. Single label: arg-max, ties to the lowest class. Multi-label: score > 0. */
export interface Prediction {
  readonly logits: Float32Array;
  readonly rows: Int32Array;
  readonly numClasses: number;
}

/** A figure of merit on the CPU, in float64. */
export interface Metric {
  readonly name: string;
  readonly direction: 'max' | 'min';
  compute(prediction: Prediction, targets: Targets): number;
  /** Where the figure follows from class counts alone: lets the bootstrap redraw counts, which is far cheaper. */
  ofCounts?(counts: ClassCounts): number;
}

/** Per class [C]: rows where it was predicted and right, where it was predicted, and where it is real. */
export interface ClassCounts {
  readonly hit: Float64Array;
  readonly said: Float64Array;
  readonly real: Float64Array;
}

/** What selects the best epoch on the validation rows: the loss, a metric, or the mean of several of one direction. */
export type Criterion = 'loss' | Metric | readonly Metric[];

export interface OptimizerOptions {
  /** Default 3e-3. */
  learningRate?: number;
  /** Default 0.9. */
  beta1?: number;
  /** Default 0.999. */
  beta2?: number;
  /** Default 1e-8. */
  epsilon?: number;
}

export type StopReason = 'epochs' | 'patience' | 'abort';

/** What a fit tells. The model holds the best weights afterwards (after an abort: the best so far). */
export interface FitResult {
  readonly history: TrainingHistory;
  /** 1-based; of the last epoch where nothing selects. 0 where no epoch was completed. */
  readonly bestEpoch: number;
  /** Criterion of the best epoch on the validation rows; NaN where nothing was validated. */
  readonly bestCriterion: number;
  /** Completed epochs, those before a resume included. */
  readonly epochs: number;
  readonly stoppedBy: StopReason;
  /** Wall seconds of this call. */
  readonly seconds: number;
  /** The checkpoint folder, where one was given: calling `fit` again with it goes on from here. */
  readonly checkpoint: string | undefined;
}

/** What a callback sees after an epoch. `valid` holds the validation figures, empty where none were taken. */
export interface EpochReport {
  /** 1-based. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean training loss over the rows of the epoch. */
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
