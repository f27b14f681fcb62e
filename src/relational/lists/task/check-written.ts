import type { RunOptions } from '../../../core/index.js';
import type { Database } from '../../database/types.js';
import { laterRead, laterReads } from '../../leaks/later-reads.js';
import type { ListQuestion } from './question.js';
import type { ListTask } from './types.js';

/**
 * Checks that no column by which a query chooses links or rows, or that it lists, was written after its rows, as dates and rows that come later show: which
 * links there were would tell at each anchor what came after it. Only training and validation are looked at.
 *
 * @param keep columns that are taken all the same, as `table.column`
 * @throws {HeteroGraphError} INVALID_QUERY naming the column; ABORTED
 */
export async function checkWritten(
  database: Database,
  { reads }: ListQuestion,
  { query, train, valid }: Pick<ListTask, 'query' | 'train' | 'valid'>,
  keep: readonly string[],
  run: RunOptions,
): Promise<void> {
  const [found] = await laterReads(database, reads, [train, valid], { keep, ...run });
  if (found) throw laterRead(found.read, found.leak, found.read.does, query);
}
