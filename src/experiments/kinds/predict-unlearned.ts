import type { RunOptions } from '../../core/index.js';
import type { Estimator } from '../../models/index.js';

/** Predictions of validation rows by what did not train on them, to choose thresholds, calibration and intervals by. */
export async function predictUnlearned(model: Estimator, rows: Int32Array, run: RunOptions): Promise<Float32Array> {
  return (await model.predictHeldOut?.(rows)) ?? model.predict(rows, run);
}
