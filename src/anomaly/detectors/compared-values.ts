import { HeteroGraphError } from '../../core/index.js';
import { apeSettings } from '../ape/settings.js';
import { CodedColumns } from '../table/coded-columns.js';
import type { EventTable } from '../table/read-columns.js';
import type { FitDetectorOptions } from './detector.js';

/** Values of all columns up to which consensus compares them: its tables of pairs of values grow with their square, its time with their cube. */
export const MOST_VALUES = 1000;

/** Values of all columns together, numbers by their bins, and one for those that were never seen in each. */
export function numCompared({ columns }: CodedColumns): number {
  return columns.reduce((sum, { dictionary }) => sum + dictionary.size + 1, 0);
}

/** The columns of a table as `consensus` is fitted on them. @throws {HeteroGraphError} as `CodedColumns.of` does; INVALID_OPTION */
export function comparedOf(table: EventTable, options: FitDetectorOptions): CodedColumns {
  return CodedColumns.of(table, { ...options, bins: apeSettings(options.settings).bins });
}

/** @throws {HeteroGraphError} TOO_LARGE */
export function expectComparable(columns: CodedColumns): void {
  const count = numCompared(columns);
  if (count <= MOST_VALUES) return;
  throw new HeteroGraphError('TOO_LARGE', `The columns have ${count} values together, one in each for unseen ones.`, {
    hint: `At most ${MOST_VALUES} are compared. Take the detector "ape", or leave columns out.`,
  });
}
