import type { ModelComparison } from '../../models/index.js';

/** Models that are listed for people; JSON has all. */
const SHOWN = 25;

export function comparisonHeads({ criterion, rows }: ModelComparison): string[] {
  return [`compared on ${rows} rows`, criterion, '±', 'folds', 'seconds', 'result'];
}

/** Rows of a table for people, in the order of {@link comparisonHeads}; of very many the first. */
export function comparisonRows({ models, criterion }: ModelComparison): string[][] {
  const shown = (value: number | undefined) => {
    if (value === undefined) return '-';
    return criterion === 'R2' ? value.toFixed(3) : (100 * value).toFixed(1);
  };
  const rows = models
    .slice(0, SHOWN)
    .map(({ title, score, error, folds, seconds, reason }) => [
      ...[title, shown(score), shown(error), String(folds), seconds.toFixed(1), reason],
    ]);
  const more = models.length - rows.length;
  return more > 0 ? [...rows, [`and ${more} more`, '', '', '', '', '']] : rows;
}
