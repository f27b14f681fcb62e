import { HeteroGraphError } from '../../core/index.js';
import { classWeights } from '../../training/index.js';
import type { ClassificationProblem } from './types.js';

/**
 * The weights of a problem's classes [C], undefined where all rows count the same.
 *
 * @param classes names by number
 * @throws {HeteroGraphError} INVALID_OPTION of a class that there is not, or where nodes may have several classes
 */
export function weightsOf(
  { classWeight, targets, split }: ClassificationProblem,
  classes: readonly string[],
): Float32Array | undefined {
  if (classWeight === undefined) return undefined;
  if (targets.kind === 'single') return classWeights(classWeight, split.train, targets, classes);
  throw new HeteroGraphError('INVALID_OPTION', 'Classes are weighed where a node has one of them.', {
    column: 'classWeight',
    hint: 'Leave classWeight out, and choose thresholds for a goal instead.',
  });
}
