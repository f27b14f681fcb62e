import { HeteroGraphError } from '../../core/index.js';
import type { SavedModel } from './types.js';

type Weights = Pick<SavedModel, 'parameters' | 'weights'>;

/**
 * Refuses a saved model whose parts do not belong together, whoever wrote it.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, NON_FINITE, INDEX_OUT_OF_RANGE, DUPLICATE_ID
 */
export function checkSaved(saved: SavedModel): void {
  const { task } = saved;
  if (task.kind === 'classification' && task.classes.length === 0) throw mismatch('classes', 'There is no class.');
  if (task.kind === 'regression' && !(Number.isFinite(task.mean) && task.deviation >= 0 && task.deviation < Infinity)) {
    throw new HeteroGraphError('NON_FINITE', `Numbers of mean ${task.mean} and deviation ${task.deviation} are none.`, {
      column: 'deviation',
      hint: 'Train the model again.',
    });
  }
  checkSavedWeights(saved);
}

/** The same of what models of all tasks have. */
export function checkSavedWeights({
  parameters,
  weights,
  trainRows,
}: Pick<SavedModel, 'parameters' | 'weights' | 'trainRows'>): void {
  if (parameters.length !== weights.length) {
    throw mismatch('weights', `There are ${weights.length} arrays for ${parameters.length} parameters.`);
  }
  for (const [i, { name, shape }] of parameters.entries()) {
    const size = shape.reduce((product, extent) => product * extent, 1);
    if (weights[i]!.length !== size) throw mismatch(name, `It has ${weights[i]!.length} values instead of ${size}.`);
    const at = weights[i]!.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    throw new HeteroGraphError('NON_FINITE', `A weight is ${weights[i]![at]}.`, {
      column: name,
      row: at,
      hint: 'Train the model again.',
    });
  }
  const below = trainRows.findIndex((row) => row < 0);
  if (below >= 0) {
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `The training row ${trainRows[below]} is negative.`, {
      column: 'trainRows',
      row: below,
      hint: 'Save the model again.',
    });
  }
  if (new Set(trainRows).size === trainRows.length) return;
  throw new HeteroGraphError('DUPLICATE_ID', 'A training row is there twice.', {
    column: 'trainRows',
    hint: 'Save the model again.',
  });
}

/**
 * The weights of the only parameter of a model.
 *
 * @param shape its extents; -1: any
 * @throws {HeteroGraphError} SHAPE_MISMATCH where the saved model has others
 */
export function onlyWeights({ parameters, weights }: Weights, name: string, shape: readonly number[]): Float32Array {
  const [first] = parameters;
  const fits = first?.shape.length === shape.length && shape.every((n, i) => n < 0 || n === first.shape[i]);
  if (parameters.length === 1 && first!.name === name && fits) return weights[0]!;
  throw mismatch(name, `It should be the only parameter, of the shape [${shape.map((n) => (n < 0 ? 'any' : n))}].`);
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH unless there are so many parameters of so many weights in all */
export function expectSizes({ parameters, weights }: Weights, numParameters: number, numWeights: () => number): void {
  const total = weights.reduce((sum, { length }) => sum + length, 0);
  // The number of parameters first: counting weights takes time in proportion to it.
  if (parameters.length === numParameters && total === numWeights()) return;
  throw mismatch(
    'weights',
    `The settings do not give a model of ${parameters.length} parameters and ${total} weights.`,
  );
}

function mismatch(column: string, message: string): HeteroGraphError {
  return new HeteroGraphError('SHAPE_MISMATCH', message, { column, hint: 'Save the model again.' });
}
