import { checkOptions, option } from '../../core/index.js';
import {
  abs,
  mean,
  minimum,
  multiply,
  type Scalar,
  scale,
  square,
  subtract,
  type Tensor2D,
} from '../../tensor/index.js';
import type { RegressionLoss } from './types.js';

/** Mean of (y - t)^2. */
export const meanSquaredErrorLoss: RegressionLoss = {
  name: 'mse',
  compute: (predicted, actual) => mean(square(subtract(predicted, actual))),
};

/** Mean of |y - t|. */
export const meanAbsoluteErrorLoss: RegressionLoss = {
  name: 'mae',
  compute: (predicted, actual) => mean(abs(subtract(predicted, actual))),
};

/**
 * Mean of (y - t)^2 / 2 where |y - t| is at most `delta`, and of delta (|y - t| - delta / 2) elsewhere (Huber 1964):
 * outliers pull with a bounded force.
 *
 * @param delta default 1
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function huberLoss(delta = 1): RegressionLoss {
  checkOptions(option.positive, delta, { what: 'delta' });
  return { name: `huber(${delta})`, compute: (predicted, actual) => huber(subtract(predicted, actual), delta) };
}

/** With c = min(|e|, delta), both branches are c (|e| - c / 2). */
function huber(error: Tensor2D, delta: number): Scalar {
  const size = abs(error);
  const capped = minimum(size, delta);
  return mean(multiply(capped, subtract(size, scale(capped, 0.5))));
}
