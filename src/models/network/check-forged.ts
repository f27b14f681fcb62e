import { HeteroGraphError } from '../../core/index.js';
import type { SavedModel } from '../core/types.js';
import type { NetworkKind } from './kind.js';
import type { NetworkSettings } from './settings.js';

/**
 * Sizes that no model of so many weights can have would be allocated before its weights are compared.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function checkForged<S extends NetworkSettings>(
  { weights, parameters }: Pick<SavedModel, 'parameters' | 'weights'>,
  { settings, fewestWeights }: Pick<NetworkKind<S>, 'settings' | 'fewestWeights'>,
): void {
  const total = weights.reduce((sum, { length }) => sum + length, 0);
  const { hidden, layers } = settings;
  const isPossible = layers <= parameters.length && (fewestWeights?.(settings) ?? hidden ** 2) <= total;
  if (isPossible) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', 'The settings do not belong to the weights.', {
    column: 'settings',
    hint: 'Save the model again.',
  });
}
