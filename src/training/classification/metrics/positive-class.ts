import { expectArgument } from '../../../core/index.js';
import { expectTargets } from '../decisions.js';
import type { Targets } from '../types.js';

/**
 * Of two classes, the one that figures such as ROC-AUC, average precision and F1 are about: the rarer one among the rows, and of
 * equally frequent ones the second. Undefined of other numbers of classes, and where a row may have several.
 */
export function positiveClass(rows: Int32Array, targets: Targets): number | undefined {
  expectArgument(rows, 'numbers', 'rows');
  expectTargets(targets);
  if (targets.kind !== 'single' || targets.numClasses !== 2) return undefined;
  const counts = [0, 0];
  for (const row of rows) {
    const label = targets.labels[row];
    if (label === 0 || label === 1) counts[label]!++;
  }
  return counts[0]! < counts[1]! ? 0 : 1;
}
