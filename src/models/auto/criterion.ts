import { HeteroGraphError } from '../../core/index.js';
import { labelledRows } from '../core/deal-rows.js';
import type { Problem } from '../core/types.js';
import type { Criterion } from './row-scores.js';
import type { AutoSettings } from './settings.js';

/** Share of the commonest class from which nearly all models are right equally often. */
const SKEWED = 0.9;

/** What models are compared by, and why where nobody chose it. @throws {HeteroGraphError} INVALID_OPTION where it does not fit the problem */
export function criterionFor(
  problem: Problem,
  { criterion }: Pick<AutoSettings, 'criterion'>,
): { readonly criterion: Criterion; readonly reason?: string } {
  if (problem.kind === 'regression') {
    if (criterion === undefined) return { criterion: 'r2' };
    throw notFitting(criterion, 'numbers are compared by the variance that is explained');
  }
  const { targets } = problem;
  const isBinary = targets.kind === 'single' && targets.numClasses === 2;
  if (criterion === 'roc-auc' && !isBinary) throw notFitting(criterion, 'it is of two classes, one a node');
  if (criterion !== undefined) return { criterion };
  // Of two classes it tells models apart with half the error of micro-F1, and does not depend on a threshold.
  if (isBinary) return { criterion: 'roc-auc' };
  if (targets.kind === 'multi') return { criterion: 'micro-f1' };
  const rows = labelledRows(problem);
  const counts = new Float64Array(targets.numClasses);
  for (const row of rows) counts[targets.labels[row]!]!++;
  const share = Math.max(...counts) / rows.length;
  if (share < SKEWED) return { criterion: 'micro-f1' };
  return {
    criterion: 'f1',
    reason: `Models were compared by the mean of micro- and macro-F1, since ${(100 * share).toFixed(0)} % of the rows have the same class.`,
  };
}

function notFitting(criterion: string, why: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `The criterion ${criterion} does not fit the problem: ${why}.`, {
    column: 'settings.criterion',
    hint: 'Leave it out.',
  });
}
