import { HeteroGraphError } from '../core/index.js';
import { checkLabelled } from './metrics/decisions.js';
import { type FitOptions, type ResolvedOptions, resolveOptions, type TrainerOptions } from './trainer-options.js';
import { TrainingRun } from './training-run.js';
import type { FitResult, Model, Targets, TrainingRows } from './types.js';

/**
 * Trains a model by Adam on batches of rows, selects the best epoch on the validation rows and puts its weights into the
 * model. Everything random follows from the seed and counters, so two runs of the same settings end in the same bits, and
 * so does a run that was interrupted and went on from its checkpoint folder.
 *
 * @example
 * const trainer = new Trainer(model, { loss: softmaxLoss, epochs: 200, patience: 30, seed: 0 });
 * const { bestEpoch, history } = await trainer.fit(targets, split, { onProgress });
 */
export class Trainer {
  readonly #model: Model;
  readonly #options: ResolvedOptions;

  /** @throws {HeteroGraphError} INVALID_OPTION naming the option */
  constructor(model: Model, options: TrainerOptions) {
    this.#model = model;
    this.#options = resolveOptions(options);
  }

  /**
   * Trains from the model's present weights, or from the checkpoint (see `resume`). Progress: stage 'train', unit
   * 'epochs', values of the last epoch. When the signal is aborted, the call writes a checkpoint where a folder is given
   * and returns with `stoppedBy: 'abort'`.
   *
   * @throws {HeteroGraphError} NON_FINITE_LOSS naming epoch and batch; NON_FINITE_WEIGHTS; UNLABELLED_ROW; WRONG_LENGTH;
   * EMPTY_TRAINING_SET; CHECKPOINT_NOT_FOUND, CHECKPOINT_CORRUPT, CHECKPOINT_MISMATCH, CHECKPOINT_NOT_WRITTEN
   */
  async fit(targets: Targets, rows: TrainingRows, options: FitOptions = {}): Promise<FitResult> {
    this.#check(targets, rows);
    const run = new TrainingRun(this.#model, this.#options, targets, rows, options);
    try {
      await run.open(options.resume ?? 'auto');
      return await run.finish();
    } finally {
      run.dispose();
    }
  }

  #check(targets: Targets, { train, valid }: TrainingRows): void {
    const { numClasses } = this.#model;
    if (numClasses !== targets.numClasses) {
      throw new HeteroGraphError(
        'WRONG_LENGTH',
        `The model has ${numClasses} classes, the targets ${targets.numClasses}.`,
        { hint: 'Build the model with the number of classes of the targets.' },
      );
    }
    if (train.length === 0) {
      throw new HeteroGraphError('EMPTY_TRAINING_SET', 'There is no row to train on.', {
        hint: 'See to the split: its `train` is empty.',
      });
    }
    checkLabelled(train, targets);
    checkLabelled(valid, targets);
  }
}
