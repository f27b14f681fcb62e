import { expectMembers, HeteroGraphError } from '../../core/index.js';
import { tensor2d } from '../../tensor/index.js';
import { type RowTask, type RowTaskOptions, rowTask } from '../rows/row-task.js';
import { meanSquaredErrorLoss } from './losses.js';
import { valuesOf } from './metrics.js';
import type { RegressionLoss, RegressionMetric, RegressionPrediction, RegressionTargets } from './types.js';

export interface RegressionTaskOptions extends RowTaskOptions<RegressionMetric> {
  readonly targets: RegressionTargets;
  /** Default: mean squared error. */
  readonly loss?: RegressionLoss;
}

/**
 * Node regression: a model's output is the predicted values, [B, W].
 *
 * @throws {HeteroGraphError} NO_ROWS; UNLABELLED_ROW where a value is not a finite number; INVALID_OPTION.
 *   While training SHAPE_MISMATCH, where the model's output has another width.
 */
export function regressionTask(options: RegressionTaskOptions): RowTask<RegressionPrediction> {
  expectMembers(options, 'options', { targets: 'object', rows: 'object' });
  const { targets, rows, loss = meanSquaredErrorLoss } = options;
  const { width = 1 } = targets;
  checkValues(rows.train, targets);
  checkValues(rows.valid, targets);
  return rowTask<RegressionMetric, RegressionPrediction>(options, {
    name: 'regression',
    config: { loss: loss.name, width },
    targets: (some) => Float32Array.from(valuesOf(some, targets)),
    loss(predicted, batch) {
      if (predicted.shape[1] !== width) {
        throw new HeteroGraphError(
          'SHAPE_MISMATCH',
          `The model predicts ${predicted.shape[1]} values per row, the targets have ${width}.`,
          { hint: 'Build the model with the width of the targets.' },
        );
      }
      return loss.compute(predicted, tensor2d(Float32Array.from(valuesOf(batch, targets)), [batch.length, width]));
    },
    prediction: (values, some) => ({ values, rows: some, width }),
    metric: (metric, prediction) => metric.compute(prediction, targets),
  });
}

function checkValues(rows: Int32Array, { values, width = 1 }: RegressionTargets): void {
  for (const row of rows) {
    for (let c = 0; c < width; c++) {
      const value = values[row * width + c];
      if (value !== undefined && Number.isFinite(value)) continue;
      throw new HeteroGraphError(
        'UNLABELLED_ROW',
        value === undefined
          ? `There is no row ${row}: there are ${values.length / width} nodes.`
          : `The value is ${value}.`,
        { row, hint: 'Split rows of this graph, and only those with finite values.' },
      );
    }
  }
}
