import { type HeteroGraphError, type RunOptions, withPauses } from '../../core/index.js';
import type { Database } from '../database/types.js';
import type { Anchors } from '../features/types.js';
import type { QueryRead } from '../query/reads.js';
import { invalidQuery } from '../query/tokens.js';
import type { Leak } from './types.js';
import { writtenLater } from './written-later.js';

export interface LaterReadsOptions extends RunOptions {
  /** Columns that are taken all the same, as `table.column`. */
  readonly keep: readonly string[];
}

/**
 * Those of the columns that a query reads which were written after their rows, as dates and rows that come later show.
 *
 * @param anchors of training and validation, with what each may see
 */
export async function laterReads<T extends QueryRead>(
  database: Database,
  reads: readonly T[],
  anchors: readonly Anchors[],
  { keep, signal, onProgress }: LaterReadsOptions,
): Promise<readonly { readonly read: T; readonly leak: Leak }[]> {
  const looked = new Set(reads.map(({ column }) => column).filter((column) => !keep.includes(column)));
  if (looked.size === 0) return [];
  const isLooked = (table: string, column: string) => looked.has(`${table}.${column}`);
  const leaks = await withPauses(writtenLater(database, anchors, isLooked, onProgress), signal);
  return reads.flatMap((read) => leaks.filter(({ column }) => column === read.column).map((leak) => ({ read, leak })));
}

/**
 * The error of a query that reads what was written later.
 *
 * @param does such as `chooses what is listed`
 */
export function laterRead({ at }: QueryRead, { column, why }: Leak, does: string, query: string): HeteroGraphError {
  return invalidQuery(
    query,
    at,
    `${column} ${does}, and it ${why}.`,
    `Leave it out; where it is known by then all the same: keep ['${column}'], or --keep ${column}.`,
  );
}
