import { checkOptions, option } from '../../core/index.js';
import {
  abs,
  add,
  exp,
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

/**
 * Mean of q (t - y) where a prediction is too low and of (1 - q) (y - t) where it is too high (Koenker, Bassett, Econometrica 46, 1978): smallest
 * where y is the q-quantile of the targets.
 *
 * @param share q, in (0, 1); 0.5 is half the absolute error
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function quantileLoss(share: number): RegressionLoss {
  checkOptions(option.between(0, 1), share, { what: 'share' });
  return {
    name: `quantile(${share})`,
    // Both branches are (q - 1/2) e + |e| / 2 of the error e = t - y.
    compute(predicted, actual) {
      const error = subtract(actual, predicted);
      return mean(add(scale(error, share - 0.5), scale(abs(error), 0.5)));
    },
  };
}

/**
 * Mean of exp(z) - t z: the negative log-likelihood of counts t under Poisson's distribution, up to what does not depend on z. The model's
 * outputs z are logarithms of the expected counts; targets are at least 0.
 */
export const poissonLoss: RegressionLoss = {
  name: 'poisson',
  compute: (predicted, actual) => mean(subtract(exp(predicted), multiply(actual, predicted))),
};
