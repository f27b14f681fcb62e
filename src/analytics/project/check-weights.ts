import { HeteroGraphError } from '../../core/index.js';
import type { ProjectedGraph } from './projected-graph.js';

/**
 * Refuses negative weights, of which the algorithm can make nothing. O(E) where there are weights.
 *
 * @param algorithm its name, for the message
 * @throws {HeteroGraphError} INVALID_WEIGHT
 */
export function expectNonNegativeWeights({ forward: { weights } }: ProjectedGraph, algorithm: string): void {
  if (!weights) return;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! >= 0) continue;
    throw new HeteroGraphError('INVALID_WEIGHT', `An edge weighs ${weights[i]}; ${algorithm} needs weights from 0.`, {
      column: 'weights',
      hint: 'Name another column of weights, or leave `weights` out.',
    });
  }
}
