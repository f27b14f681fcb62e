import { type RunOptions, withPauses } from '../../../core/index.js';
import type { Database } from '../../database/types.js';
import { writtenLater } from '../../leaks/written-later.js';
import { invalidQuery } from '../../query/tokens.js';
import type { ListQuestion } from './question.js';
import type { ListTask } from './types.js';

/**
 * Checks that no column by which a query chooses links, or that it lists, was written after its rows, as dates and rows that come later show: which links
 * there were would tell at each anchor what came after it. Only training and validation are looked at.
 *
 * @param keep columns that are taken all the same, as `table.column`
 * @throws {HeteroGraphError} INVALID_QUERY naming the column; ABORTED
 */
export async function checkWritten(
  database: Database,
  { reads }: ListQuestion,
  { query, train, valid }: ListTask,
  keep: readonly string[],
  { signal, onProgress }: RunOptions,
): Promise<void> {
  const places = new Map(reads.filter(({ column }) => !keep.includes(column)).map(({ column, at }) => [column, at]));
  if (places.size === 0) return;
  const isLooked = (table: string, column: string) => places.has(`${table}.${column}`);
  const [leak] = await withPauses(writtenLater(database, [train, valid], isLooked, onProgress), signal);
  if (!leak) return;
  throw invalidQuery(
    query,
    places.get(leak.column)!,
    `${leak.column} chooses what is listed, and it ${leak.why}.`,
    `Leave it out; where it is known by then all the same: keep ['${leak.column}'], or --keep ${leak.column}.`,
  );
}
