import type { NodeSplit } from '../../graph/index.js';
import { ascending, dealParts, dealt } from '../core/deal-rows.js';
import type { Problem } from '../core/types.js';

/** Share of the rows of training that chooses the best epoch. */
const VALID_SHARE = 0.2;

/** One part of the rows to score on; the others train, a fifth of them to choose the best epoch where a model needs that. */
export interface Fold {
  readonly split: NodeSplit;
  /** All rows outside the fold, for models without epochs. */
  readonly whole: NodeSplit;
}

/** Deals the rows of training and validation into folds, as {@link dealt} orders them. */
export function dealFolds(problem: Problem, count: number): Fold[] {
  const order = dealt(problem);
  return dealParts(problem, count).map((test, fold) => {
    const rest = order.filter((_, i) => i % count !== fold);
    return { split: { ...withValidation(rest), test }, whole: { train: ascending(rest), valid: none, test } };
  });
}

const none = new Int32Array(0);

/**
 * The split that the kept model is fitted on: the one given, so that validation rows can be asked about it afterwards; where that has none, and
 * the model needs some to choose its best epoch, a fifth of the training rows.
 */
export function lastSplit(problem: Problem, needsValidation: boolean): NodeSplit {
  const { split } = problem;
  if (!needsValidation || split.valid.length > 0) return split;
  return { ...withValidation(dealt(problem)), test: split.test };
}

/** @param order class by class, so that every fifth row gives all classes */
function withValidation(order: readonly number[]): Pick<NodeSplit, 'train' | 'valid'> {
  const every = Math.round(1 / VALID_SHARE);
  const isValid = (i: number) => i % every === every - 1;
  return {
    train: ascending(order.filter((_, i) => !isValid(i))),
    valid: ascending(order.filter((_, i) => isValid(i))),
  };
}
