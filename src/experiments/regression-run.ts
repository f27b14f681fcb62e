import { HeteroGraphError, type RunOptions } from '../core/index.js';
import { numbersKind } from './kinds/numbers.js';
import {
  NodeRun,
  openParts,
  type Remarked,
  type RowsToUse,
  type RunInference,
  type TrainedDataOptions,
} from './node-run.js';
import type { RegressionScore } from './score/number-score.js';
import type { PredictionInterval } from './score/prediction-interval.js';
import { TrainedRun } from './trained-run.js';

/** Scores of a trained model of numbers. */
export interface RegressionEvaluation extends RegressionScore, Remarked {
  readonly rows: number;
}

/** What a trained model of numbers predicts of nodes. */
export interface RegressionPredictions extends Remarked {
  readonly rows: Int32Array;
  /** External ids of the rows. */
  readonly ids: readonly (string | number)[];
  /** [rows], in the units of the target column. */
  readonly predicted: Float32Array;
  /** How far from its prediction a number should lie at most, for a share of the rows. */
  readonly interval?: PredictionInterval;
}

/**
 * Opens a run that `trainExperiment` kept with `task: 'regression'`, on the data of the training or on the data that the options name.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE, UNKNOWN_MODEL, and as `openData`; MODEL_MISMATCH where the data are others, or
 *   the run predicts classes
 */
export async function openRegressionRun(
  folder: string,
  options: TrainedDataOptions = {},
  run: RunOptions = {},
): Promise<RegressionRun> {
  const opened = await openNodeRun(folder, options, run);
  if (opened instanceof RegressionRun) return opened;
  opened.dispose();
  throw new HeteroGraphError('MODEL_MISMATCH', 'The run predicts classes, not numbers.', {
    file: folder,
    hint: 'Open it with openRun.',
  });
}

/** The same of either kind. */
export async function openNodeRun(
  folder: string,
  options: TrainedDataOptions,
  run: RunOptions,
): Promise<TrainedRun | RegressionRun> {
  const parts = await openParts(folder, options, run);
  return parts.config.task === 'regression' ? new RegressionRun(parts) : new TrainedRun(parts);
}

/** A trained model of numbers with the graph to use it on. */
export class RegressionRun extends NodeRun {
  /**
   * Scores the model on rows with a number: the test rows of the run; of other data, those of its mask `test`, else all with a number.
   *
   * @throws {HeteroGraphError} MODEL_MISMATCH, NO_ROWS; WRONG_DTYPE
   */
  async evaluate(run: RunInference = {}): Promise<RegressionEvaluation> {
    const started = performance.now();
    const { nodeType, labelColumn, seed } = this.config;
    const rows = this.rows('test');
    const targets = { values: this.graph.numbers(nodeType, labelColumn) };
    const { options, remarks } = this.inference(run);
    const raw = await numbersKind.predict(this.model, rows, options);
    const predictions = this.#interval ? { ...raw, interval: this.#interval } : raw;
    const seconds = { evaluate: (performance.now() - started) / 1000 };
    const figures = { seconds, parameters: undefined };
    const score = await numbersKind.score(this.model.name, predictions, { targets, seed }, figures);
    return { ...score, remarks, rows: rows.length };
  }

  /** @throws {HeteroGraphError} MODEL_MISMATCH, NO_ROWS */
  async predict(choice: RowsToUse = 'all', run: RunInference = {}): Promise<RegressionPredictions> {
    const rows = this.rows(choice);
    const { options, remarks } = this.inference(run);
    const predicted = await this.model.predict(rows, options);
    const interval = this.#interval;
    return { remarks, rows, ids: this.idsOf(rows), predicted, ...(interval ? { interval } : {}) };
  }

  get #interval(): PredictionInterval | undefined {
    return this.choices as PredictionInterval | undefined;
  }

  protected override labelled(): ((row: number) => boolean) | undefined {
    if (!this.hasTarget()) return undefined;
    const { nodeType, labelColumn } = this.config;
    const values = this.graph.numbers(nodeType, labelColumn);
    return (row) => !Number.isNaN(values[row]!);
  }
}
