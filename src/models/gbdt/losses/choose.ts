import { HeteroGraphError } from '../../../core/index.js';
import type { BoostedTreesSettings } from '../core/settings.js';
import { logisticLoss, softmaxLoss } from './classes.js';
import type { Loss } from './loss.js';
import { huberLoss, poissonLoss, quantileLoss, squaredLoss } from './numbers.js';
import { lambdarankLoss } from './ranking.js';

/** The loss of the settings, and a check that it can have the targets. @throws {HeteroGraphError} LABEL_OUT_OF_RANGE, VALUE_OUT_OF_RANGE */
export function lossFor(settings: BoostedTreesSettings, targets: Float64Array, groups?: Int32Array): Loss {
  const { loss, alpha, numClasses } = settings;
  if ((loss === 'lambdarank') !== (groups !== undefined)) throw unfitGroups(loss);
  switch (loss) {
    case 'lambdarank':
      checkRelevances(targets);
      return lambdarankLoss(groups!, targets, settings);
    case 'l2':
      return squaredLoss;
    case 'l1':
      return quantileLoss(0.5, 'regression_l1');
    case 'huber':
      return huberLoss(alpha);
    case 'quantile':
      return quantileLoss(alpha, 'quantile');
    case 'poisson':
      refuse(targets, (target) => target >= 0, 'VALUE_OUT_OF_RANGE', 'a number from 0');
      return poissonLoss;
    case 'logistic':
      refuse(targets, (target) => target >= 0 && target <= 1, 'LABEL_OUT_OF_RANGE', '0 or 1, or a number between');
      return logisticLoss;
    case 'softmax': {
      const classes = numClasses || Math.max(2, Math.min(1000, 1 + targets.reduce((a, b) => Math.max(a, b), 0)));
      checkTargets(targets, classes);
      return softmaxLoss(classes);
    }
  }
}

/** @throws {HeteroGraphError} LABEL_OUT_OF_RANGE where a target is no relevance */
export function checkRelevances(targets: Float64Array): void {
  const isOne = (target: number) => Number.isInteger(target) && target >= 0 && target <= 30;
  refuse(targets, isOne, 'LABEL_OUT_OF_RANGE', 'a whole number from 0 (not relevant) to 30');
}

function unfitGroups(loss: string): HeteroGraphError {
  const isRanking = loss === 'lambdarank';
  const message = isRanking ? 'lambdarank has no groups.' : `groups are given with the loss ${loss}.`;
  return new HeteroGraphError('INVALID_OPTION', message, {
    column: 'groups',
    hint: isRanking
      ? 'Give the number of the list of each row as groups.'
      : 'Only lambdarank has lists: leave groups out.',
  });
}

/** @throws {HeteroGraphError} LABEL_OUT_OF_RANGE where a target is no class */
export function checkTargets(targets: Float64Array, numClasses: number): void {
  const isClass = (target: number) => Number.isInteger(target) && target >= 0 && target < numClasses;
  refuse(targets, isClass, 'LABEL_OUT_OF_RANGE', `a whole number from 0 to ${numClasses - 1}`);
}

function refuse(
  targets: Float64Array,
  fits: (target: number) => boolean,
  code: 'LABEL_OUT_OF_RANGE' | 'VALUE_OUT_OF_RANGE',
  mustBe: string,
): void {
  const row = targets.findIndex((target) => !fits(target));
  if (row < 0) return;
  throw new HeteroGraphError(code, `The target of row ${row} is ${targets[row]}.`, {
    column: 'targets',
    row,
    hint: `With this loss it must be ${mustBe}.`,
  });
}
