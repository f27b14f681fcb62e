import {
  huberLoss,
  meanAbsoluteErrorLoss,
  meanSquaredErrorLoss,
  poissonLoss,
  quantileLoss,
  type RegressionLoss,
} from '../../training/index.js';
import type { NumberLoss } from './types.js';

const named: Readonly<Record<string, RegressionLoss>> = {
  squared: meanSquaredErrorLoss,
  absolute: meanAbsoluteErrorLoss,
  huber: huberLoss(),
  poisson: poissonLoss,
};

/** The share of `quantile=0.9`; undefined of other losses. */
export function quantileOf(loss: string | undefined): number | undefined {
  const found = /^quantile=(0?\.\d+)$/.exec(loss ?? '');
  return found ? Number(found[1]) : undefined;
}

export function isShare(share: number | undefined): boolean {
  return share !== undefined && share > 0 && share < 1;
}

/** On the scale that the model learns on. */
export function numberLoss(loss: NumberLoss): RegressionLoss {
  const share = quantileOf(loss);
  return share === undefined ? named[loss]! : quantileLoss(share);
}

/** Whether the least absolute error says which epoch is best; else the loss itself does. */
export function isJudgedByError(loss: NumberLoss): boolean {
  return loss !== 'poisson' && quantileOf(loss) === undefined;
}
