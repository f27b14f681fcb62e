import { expectMembers, HeteroGraphError } from '../../core/index.js';
import { type RowTask, type RowTaskOptions, rowTask } from '../rows/row-task.js';
import { checkLabelled, trueClasses, trueFlags } from './decisions.js';
import { defaultLoss } from './losses.js';
import type { Loss, Metric, Prediction, Targets } from './types.js';

export interface ClassificationTaskOptions extends RowTaskOptions<Metric> {
  readonly targets: Targets;
  /** Default: softmax cross entropy for single label, sigmoid cross entropy for multi-label. */
  readonly loss?: Loss;
}

/**
 * Node classification: a model's output is one logit per class, [B, C].
 *
 * @throws {HeteroGraphError} NO_ROWS; UNLABELLED_ROW naming the row; INVALID_OPTION. While training
 *   SHAPE_MISMATCH, where the model's number of classes is another.
 *
 * @example
 * const task = classificationTask({ targets, rows: split, criterion: [microF1, macroF1], batchSize: 1024 });
 * await new Trainer({ epochs: 200, patience: 30, seed: 0 }).fit(model, task);
 * const { prediction, figures } = await task.evaluate(model, split.test);
 */
export function classificationTask(options: ClassificationTaskOptions): RowTask<Prediction> {
  expectMembers(options, 'options', { targets: 'object', rows: 'object' });
  const { targets, rows, loss = defaultLoss(targets) } = options;
  const { numClasses } = targets;
  checkLabelled(rows.train, targets);
  checkLabelled(rows.valid, targets);
  return rowTask<Metric, Prediction>(options, {
    name: 'classification',
    config: { loss: loss.name, numClasses, labels: targets.kind },
    targets: (some) => (targets.kind === 'single' ? trueClasses(some, targets) : trueFlags(some, targets)),
    loss(logits, batch) {
      if (logits.shape[1] !== numClasses) {
        throw new HeteroGraphError(
          'SHAPE_MISMATCH',
          `The model has ${logits.shape[1]} classes, the targets have ${numClasses}.`,
          { hint: 'Build the model with the number of classes of the targets.' },
        );
      }
      return loss.compute(logits, batch, targets);
    },
    prediction: (logits, some) => ({ logits, rows: some, numClasses }),
    metric: (metric, prediction) => metric.compute(prediction, targets),
  });
}
