import type { RegressionProblem } from '../../models/index.js';
import type { RegressionPrediction } from '../../training/index.js';
import type { ReportTable } from '../../viz/index.js';
import { shortNumber } from '../score/short-number.js';
import type { Named } from './named.js';

/** Errors that are listed. */
const ERRORS = 15;

/** Test rows of the largest errors. */
export function largestErrors(
  { values, rows }: RegressionPrediction,
  { targets, graph, nodeType }: Pick<RegressionProblem, 'targets' | 'nodeType'> & Named,
): ReportTable {
  const ids = graph.ids(nodeType);
  const sorted = Array.from(rows, (row, i) => ({ row, predicted: values[i]!, actual: targets.values[row]! })).sort(
    (a, b) => Math.abs(b.predicted - b.actual) - Math.abs(a.predicted - a.actual) || a.row - b.row,
  );
  return {
    heads: [nodeType, 'actual', 'predicted', 'error'],
    rows: sorted
      .slice(0, ERRORS)
      .map(({ row, predicted, actual }) => [
        ...[String(ids.idOf(row)), shortNumber(actual), shortNumber(predicted), shortNumber(predicted - actual)],
      ]),
    note: `The largest errors of ${rows.length} test rows.`,
  };
}
