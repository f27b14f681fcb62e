import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError, option } from '../../core/index.js';
import { type RunConfig, sha256Hex } from '../../files/index.js';
import { type Scalar, type Tensor2D, tensor2d, tidy } from '../../tensor/index.js';
import { checkFinite } from '../check-finite.js';
import { type Criterion, metricsOf, type Objective, resolveCriterion } from '../criterion.js';
import { type PredictOptions, predict } from '../predict-rows.js';
import type { Task } from '../task.js';
import { epochOrder } from './epoch-order.js';

/** Rows to learn from and rows to select by; a `NodeSplit` fits. */
export interface TrainingRows {
  readonly train: Int32Array;
  /** May be empty: then nothing is selected, and the last epoch's weights stay. */
  readonly valid: Int32Array;
}

/** Options of every task whose examples are rows. */
export interface RowTaskOptions<M extends Objective> {
  readonly rows: TrainingRows;
  /** Rows per step; default all training rows, in their order, without shuffling. */
  readonly batchSize?: number;
  /** Rows per forward pass outside training; default 8,192. */
  readonly evalBatchSize?: number;
  /** What selects the best epoch; default 'loss'. */
  readonly criterion?: Criterion<M>;
  /** More metrics to follow on the validation rows; they decide nothing. */
  readonly metrics?: readonly M[];
}

const anything = z.custom<unknown>(() => true);
const optionsSchema = z.strictObject({
  rows: z.looseObject({ train: anything, valid: anything }),
  batchSize: z.optional(option.count),
  evalBatchSize: z.optional(option.count),
  criterion: z.optional(anything),
  metrics: z.optional(anything),
  targets: z.looseObject({}),
  loss: z.optional(z.looseObject({})),
});

/** How a kind of task differs from another: its loss, predictions and metrics. */
export interface RowTaskKind<M extends Objective, Prediction> {
  readonly name: string;
  readonly config: RunConfig;
  /** Targets of rows, for the hash that identifies the set of examples. */
  targets(rows: Int32Array): Int32Array | Uint8Array | Float32Array;
  /** Mean loss of scores [B, C] that belong to rows [B]. */
  loss(scores: Tensor2D, rows: Int32Array): Scalar;
  /** @param scores [B, C], row-major */
  prediction(scores: Float32Array, rows: Int32Array): Prediction;
  metric(metric: M, prediction: Prediction): number;
}

/** A task over rows: shuffled batches of them in training, one score row each in prediction. */
export type RowTask<Prediction> = Task<Int32Array, Tensor2D, Int32Array, Prediction>;

/**
 * Batches of an epoch are a shuffle of the training rows named by (seed, 'shuffle', epoch), cut in pieces.
 *
 * @throws {HeteroGraphError} NO_ROWS, INVALID_OPTION; of rows WRONG_DTYPE, INDEX_OUT_OF_RANGE
 */
export function rowTask<M extends Objective, Prediction>(
  options: RowTaskOptions<M>,
  kind: RowTaskKind<M, Prediction>,
): RowTask<Prediction> {
  checkOptions(optionsSchema, options);
  const { train, valid } = options.rows;
  checkRows(train, 2 ** 31, 'rows.train');
  checkRows(valid, 2 ** 31, 'rows.valid');
  if (train.length === 0) {
    throw new HeteroGraphError('NO_ROWS', 'There is no row to train on.', {
      hint: 'Check the split: its `train` is empty.',
    });
  }
  const { criterion = 'loss', batchSize: size = train.length, evalBatchSize = 8192 } = options;
  const resolved = resolveCriterion(criterion);
  const metrics = distinct([...metricsOf(criterion), ...(options.metrics ?? [])]);
  return {
    name: kind.name,
    config: {
      ...kind.config,
      criterion: resolved.name,
      batchSize: options.batchSize ?? null,
      evalBatchSize,
      data: hashOf(kind.name, train, valid, kind.targets(train), kind.targets(valid)),
    },
    criterion: resolved,
    ...(valid.length > 0 ? { valid } : {}),
    *batches({ seed, epoch, start }) {
      const order = epochOrder(train, size, seed, epoch);
      for (let at = start * size; at < order.length; at += size) yield order.subarray(at, at + size);
    },
    batchSize: (rows) => rows.length,
    loss: kind.loss,
    async predict(model, rows, run: PredictOptions = {}) {
      return kind.prediction(await predict(model, rows, { batchSize: evalBatchSize, ...run }), rows);
    },
    async evaluate(model, rows, { where = 'the evaluation', ...run } = {}) {
      const scores = await predict(model, rows, { batchSize: evalBatchSize, ...run });
      const scalar = tidy(() => kind.loss(tensor2d(scores, [rows.length, scores.length / rows.length]), rows));
      const loss = (await scalar.data())[0]!;
      scalar.dispose();
      checkFinite(loss, where);
      const prediction = kind.prediction(scores, rows);
      const figures = Object.fromEntries(metrics.map((metric) => [metric.name, kind.metric(metric, prediction)]));
      return { prediction, loss, figures };
    },
  };
}

function distinct<M extends Objective>(metrics: readonly M[]): M[] {
  return [...new Map(metrics.map((metric) => [metric.name, metric])).values()];
}

function hashOf(name: string, ...arrays: readonly (Int32Array | Uint8Array | Float32Array)[]): string {
  // Copies, since the values may lie in shared memory.
  const bytes = arrays.map((values) => new Uint8Array(values.slice().buffer));
  return sha256Hex(JSON.stringify([name, ...arrays.map((values) => values.length)]), ...bytes);
}
