import type { RunOptions } from '../core/index.js';
import type { RunConfig } from '../files/index.js';
import type { Scalar, Tensor2D } from '../tensor/index.js';
import type { ResolvedCriterion } from './criterion.js';
import type { Model } from './model.js';

/** Which batches a task is asked for. */
export interface BatchRequest {
  /** Seed of the run: all that is random about batches follows from (seed, epoch, batch). */
  readonly seed: number;
  /** 1-based. */
  readonly epoch: number;
  /** Batches of the epoch that are already done, after a resume: deliver batch number `start` (0-based) first. */
  readonly start: number;
}

/** How to score examples. */
export interface EvaluateOptions extends RunOptions {
  /** Named in errors, such as 'the validation of epoch 3'. */
  readonly where?: string;
}

/** Loss and metrics of examples, with the predictions they were computed from. */
export interface Evaluation<Prediction> {
  readonly prediction: Prediction;
  readonly loss: number;
  /** Metrics by name. */
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * What a model learns: its batches, its loss, its metrics and its predictions. The `Trainer` knows no more of a problem
 * than this interface, so that classification, regression, link prediction, ranking and contrastive learning are tasks.
 *
 * @typeParam Batch what `Model.forward` takes: rows, pairs of nodes, a sampled subgraph
 * @typeParam Output what it returns
 * @typeParam Examples what is predicted and evaluated outside training, such as all validation rows
 * @typeParam Prediction what is predicted of them, without tensors
 */
export interface Task<Batch = Int32Array, Output = Tensor2D, Examples = Batch, Prediction = unknown> {
  readonly name: string;
  /** Everything the bits of a run depend on and the trainer cannot see: loss, batch size, a hash of the examples. */
  readonly config: RunConfig;
  /** What selects the best epoch. */
  readonly criterion: ResolvedCriterion;
  /** Examples that select the best epoch; where absent, nothing is selected and the last epoch's weights stay. */
  readonly valid?: Examples;
  /**
   * The training batches of one epoch in the order of its steps. An asynchronous loader (see `loadBatches`) prepares
   * them ahead of training. The same request must always give the same batches: an interrupted run asks again.
   */
  batches(request: BatchRequest): Iterable<Batch> | AsyncIterable<Batch>;
  /** Number of examples that the loss of a batch is a mean over: its weight in the mean of the epoch. */
  batchSize(batch: Batch): number;
  /** Differentiable mean loss of a batch. The caller tidies. */
  loss(output: Output, batch: Batch): Scalar;
  /** Frees what a batch holds beyond garbage-collected memory; called once after its step. */
  disposeBatch?(batch: Batch): void;
  /** @throws {HeteroGraphError} ABORTED */
  predict(model: Model<Batch, Output>, examples: Examples, options?: RunOptions): Promise<Prediction>;
  /** @throws {HeteroGraphError} ABORTED; DIVERGED */
  evaluate(model: Model<Batch, Output>, examples: Examples, options?: EvaluateOptions): Promise<Evaluation<Prediction>>;
}
