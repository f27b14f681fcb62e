import {
  accuracy,
  type Criterion,
  classificationTask,
  huberLoss,
  type Metric,
  macroF1,
  mae,
  meanAbsoluteErrorLoss,
  meanSquaredErrorLoss,
  microF1,
  type RegressionLoss,
  type RegressionMetric,
  type RowTask,
  type RowTaskOptions,
  regressionTask,
} from '../../training/index.js';
import { scaled, unscaled } from './number-scale.js';
import type { LearnedNumbers, LearnedTask, NumberLoss, Problem, RegressionProblem } from './types.js';

/**
 * How the best epoch is chosen on the validation rows: mean of micro- and macro-F1, accuracy, or the loss. Of numbers it is the mean
 * absolute error unless it is the loss.
 */
export type SelectionCriterion = 'f1' | 'accuracy' | 'loss';

type Batches = Pick<RowTaskOptions<Metric>, 'batchSize' | 'evalBatchSize'>;

const criteria: Readonly<Record<SelectionCriterion, Criterion<Metric>>> = {
  f1: [microF1, macroF1],
  accuracy,
  loss: 'loss',
};

const losses: Readonly<Record<NumberLoss, RegressionLoss>> = {
  squared: meanSquaredErrorLoss,
  absolute: meanAbsoluteErrorLoss,
  huber: huberLoss(),
};

/** What a trained model minimises on a problem; numbers are learned on the scale of the training rows. */
export function learningTask(
  problem: Problem,
  learned: LearnedTask,
  criterion: SelectionCriterion,
  batches: Batches,
): RowTask<unknown> {
  const { split } = problem;
  if (problem.kind === 'classification') {
    return classificationTask({
      ...{ targets: problem.targets, rows: split, criterion: criteria[criterion], ...batches },
    });
  }
  return numberTask(problem, learned as LearnedNumbers, criterion, batches);
}

function numberTask(
  { targets, split, loss = 'squared' }: RegressionProblem,
  learned: LearnedNumbers,
  criterion: SelectionCriterion,
  batches: Batches,
): RowTask<unknown> {
  // Followed in the units of the targets, as people read it.
  const error: RegressionMetric = { ...mae, compute: (...given) => learned.deviation * mae.compute(...given) };
  return regressionTask({
    ...{ targets: { values: scaled(targets, learned) }, rows: split, loss: losses[loss], ...batches },
    ...{ criterion: criterion === 'loss' ? 'loss' : error, metrics: [error] },
  });
}

/** Numbers per node that a model gives. */
export function numOutputs(task: LearnedTask): number {
  return task.kind === 'classification' ? task.classes.length : 1;
}

/** What a model gives as its predictions: scores as they are, numbers in the units of the targets. */
export function predictionsOf(task: LearnedTask, outputs: Float32Array): Float32Array {
  return task.kind === 'classification' ? outputs : unscaled(outputs, task);
}

/** Whether a node may have several classes, each compared with a threshold of its own. */
export function isMultiLabel(task: LearnedTask): boolean {
  return task.kind === 'classification' && task.multiLabel;
}
