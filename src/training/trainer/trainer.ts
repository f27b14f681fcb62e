import { checkOptions } from '../../core/index.js';
import type { Model } from '../model.js';
import type { Task } from '../task.js';
import {
  type FitOptions,
  fitSchema,
  type ResolvedOptions,
  resolveOptions,
  type TrainerOptions,
} from './trainer-options.js';
import { TrainingRun } from './training-run.js';
import type { FitResult } from './types.js';

/**
 * Fits models to tasks: runs batches through the optimiser, selects the best epoch on the validation examples and puts
 * its weights into the model. Everything random follows from the seed and counters, so two runs of the same settings end
 * in the same bits, and so does a run that was interrupted and resumed from its checkpoint folder.
 *
 * @example
 * const trainer = new Trainer({ epochs: 200, patience: 30, seed: 0 });
 * const task = classificationTask({ targets, rows: split, batchSize: 1024 });
 * const { bestEpoch, history } = await trainer.fit(model, task, { onProgress });
 */
export class Trainer {
  readonly #options: ResolvedOptions;

  /** @throws {HeteroGraphError} INVALID_OPTION naming the option */
  constructor(options: TrainerOptions) {
    this.#options = resolveOptions(options);
  }

  /**
   * Trains from the model's present weights, or from the checkpoint (see `resume`). Progress: stage 'train', unit
   * 'epochs', values of the last epoch. When the signal is aborted, the call writes a checkpoint where a folder is given
   * and returns with `stoppedBy: 'abort'`.
   *
   * @throws {HeteroGraphError} DIVERGED naming epoch and batch; NO_ROWS; INVALID_OPTION;
   *   FILE_NOT_FOUND, CORRUPT_FILE, CHECKPOINT_MISMATCH, WRITE_FAILED; and what the task throws
   */
  async fit<Batch, Output, Examples, Prediction>(
    model: Model<Batch, Output>,
    task: Task<Batch, Output, Examples, Prediction>,
    options: FitOptions = {},
  ): Promise<FitResult> {
    checkOptions(fitSchema, options);
    const run = new TrainingRun(model, task, this.#options, options);
    try {
      await run.open(options.resume ?? 'auto');
      return await run.finish();
    } finally {
      run.dispose();
    }
  }
}
