import { Table, Vector } from 'apache-arrow';
import { expectArgument, expectMembers } from '../../core/index.js';
import { numericColumn, textColumn } from '../../graph/internal.js';
import type { RecommendedList } from './lists.js';

/**
 * Lists as one Arrow table, a row an item: `user`, `rank` (from 1), `item`, `score` and `by`. Ids are texts where one of them is; a list without a
 * user has the user null.
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example
 * const table = listsToArrow(recommender.recommend(['ann', 'bo'], { k: 10 }));
 */
export function listsToArrow(lists: readonly RecommendedList[]): Table {
  expectArgument(lists, 'objects', 'lists');
  for (const list of lists) expectMembers(list, 'lists', { items: 'list', scores: 'numbers', by: 'text' });
  const owners = lists.flatMap((list, n) => Array.from(list.items, () => n));
  const columns = {
    user: idColumn(owners.map((n) => lists[n]!.user)),
    rank: numericColumn(
      'int32',
      Int32Array.from(lists.flatMap(({ items }) => Array.from(items, (_, rank) => rank + 1))),
    ),
    item: idColumn(lists.flatMap(({ items }) => [...items])),
    score: numericColumn('float32', Float32Array.from(lists.flatMap(({ scores }) => [...scores]))),
    by: textColumn(owners.length, (row) => lists[owners[row]!]!.by),
  };
  return new Table(Object.fromEntries(Object.entries(columns).map(([name, data]) => [name, new Vector([data])])));
}

function idColumn(ids: readonly (string | number | undefined)[]) {
  const hasNone = ids.some((id) => id === undefined);
  if (!hasNone && ids.every((id) => typeof id === 'number'))
    return numericColumn('float64', Float64Array.from(ids as number[]));
  return textColumn(ids.length, (row) => (ids[row] === undefined ? null : String(ids[row])));
}
