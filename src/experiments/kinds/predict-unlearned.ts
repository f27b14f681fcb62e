import type { RunOptions } from '../../core/index.js';
import type { Estimator, HeldOutPredictions } from '../../models/index.js';

/**
 * Predictions of labelled rows that were not learned for them, to choose thresholds, calibration and intervals by: of the validation rows, or where
 * those are learned, too, of all that parts of the model left out.
 */
export async function predictUnlearned(
  model: Estimator,
  validRows: Int32Array,
  run: RunOptions,
): Promise<HeldOutPredictions> {
  return model.heldOut ?? { rows: validRows, values: await model.predict(validRows, run) };
}
