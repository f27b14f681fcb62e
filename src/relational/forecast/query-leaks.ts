import type { Database } from '../database/types.js';
import type { Anchors } from '../features/types.js';
import { type LaterReadsOptions, laterRead, laterReads } from '../leaks/later-reads.js';
import { parseQuery } from '../query/parse.js';
import { askedReads, measureReads } from '../query/reads.js';

/**
 * Columns that a query reads although they were written after their rows, as dates and rows that come later show: by them nobody can say at an anchor of which
 * rows it asks. Where they only say what happened in the window, the labels are as they are in the end, and nobody knows when they were known.
 *
 * @param anchors of training and validation, with what each may see
 * @returns a sentence on each column by which labels were known later than their windows end
 * @throws {HeteroGraphError} INVALID_QUERY naming the column that says which rows are asked about; ABORTED
 */
export async function lateLabels(
  database: Database,
  query: string,
  anchors: readonly Anchors[],
  options: LaterReadsOptions,
): Promise<readonly string[]> {
  const parsed = parseQuery(query);
  const reads = [
    ...askedReads(database, parsed).map((read) => ({ ...read, isAsked: true })),
    ...measureReads(database, parsed.measure, query).map((read) => ({ ...read, isAsked: false })),
  ];
  const found = await laterReads(database, reads, anchors, options);
  const asked = found.find(({ read }) => read.isAsked);
  if (asked) throw laterRead(asked.read, asked.leak, 'says which rows are asked about', query);
  return [...new Map(found.map(({ leak }) => [leak.column, leak])).values()].map(
    ({ column, why }) =>
      `${column} says what is counted, and it ${why}: nobody knows when labels were known, and constants learn of none beyond the training. Where they are known when their window ends all the same, keep it.`,
  );
}
