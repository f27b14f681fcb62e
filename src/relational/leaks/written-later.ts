import type { OnProgress, Pieces } from '../../core/index.js';
import type { Database } from '../database/types.js';
import type { Anchors } from '../features/types.js';
import { laterDates } from './later-dates.js';
import { laterSummaries } from './later-rows.js';
import type { IsAsked, Leak } from './types.js';

/**
 * Columns that were written after their rows, as dates and rows that come later show: no label is looked at.
 *
 * @param anchors of training and validation, with what each may see
 */
export function* writtenLater(
  database: Database,
  anchors: readonly Anchors[],
  isAsked: IsAsked,
  onProgress?: OnProgress,
): Pieces<Leak[]> {
  const dates = yield* laterDates(database, anchors, isAsked);
  const found = new Set(dates.map(({ column }) => column));
  const isLeft: IsAsked = (table, column) => isAsked(table, column) && !found.has(`${table}.${column}`);
  return [...dates, ...(yield* laterSummaries(database, isLeft, onProgress))];
}
