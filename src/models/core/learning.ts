import {
  accuracy,
  type Criterion,
  classificationTask,
  type Metric,
  macroF1,
  mae,
  microF1,
  type RegressionMetric,
  type RowTask,
  type RowTaskOptions,
  regressionTask,
  weightedSoftmaxLoss,
} from '../../training/index.js';
import { weightsOf } from './class-weights.js';
import { isJudgedByError, numberLoss } from './number-loss.js';
import { scaled, unscaled } from './number-scale.js';
import type { LearnedClasses, LearnedNumbers, LearnedTask, Problem, RegressionProblem } from './types.js';

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

/** What a trained model minimises on a problem; numbers are learned on the scale of the training rows. */
export function learningTask(
  problem: Problem,
  learned: LearnedTask,
  criterion: SelectionCriterion,
  batches: Batches,
): RowTask<unknown> {
  const { split } = problem;
  if (problem.kind === 'classification') {
    const weights = weightsOf(problem, (learned as LearnedClasses).classes);
    return classificationTask({
      ...(weights ? { loss: weightedSoftmaxLoss(weights) } : {}),
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
  const error: RegressionMetric = {
    ...mae,
    compute: ({ rows, values, width }) =>
      mae.compute({ rows, width, values: unscaled(Float32Array.from(values), learned) }, targets),
  };
  return regressionTask({
    ...{ targets: { values: scaled(targets, learned) }, rows: split, loss: numberLoss(loss), ...batches },
    ...{ criterion: criterion === 'loss' || !isJudgedByError(loss) ? 'loss' : error, metrics: [error] },
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
