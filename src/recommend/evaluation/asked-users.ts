import { HeteroGraphError } from '../../core/index.js';
import type { Recommender } from '../core/recommender.js';
import type { Interactions } from '../interactions/interactions.js';

/** Users with test pairs, by the numbers of the recommender. */
export interface Asked {
  readonly users: readonly (string | number)[];
  /** [U] numbers in training, -1 of users who were not there. */
  readonly numbers: Int32Array;
  /** [U] test items by number in training; one that was not there has a number beyond the catalogue. */
  readonly relevant: readonly Int32Array[];
  /** [U] training items. */
  readonly histories: readonly Int32Array[];
  /** Test pairs that the user has in training too and that cannot be in a list. */
  readonly numRepeats: number;
  readonly numUnknownItems: number;
  /** [U] items that could have been in the list, all test items included. */
  readonly numCandidates: Int32Array;
}

/** @throws {HeteroGraphError} NO_ROWS where there is no test pair */
export function askedUsers({ train, updates }: Recommender, test: Interactions, seen: boolean): Asked {
  const { indptr, indices, numRows } = test.matrix;
  const rows = Int32Array.from({ length: numRows }, (_, row) => row).filter((row) => indptr[row + 1]! > indptr[row]!);
  if (rows.length === 0) {
    throw new HeteroGraphError('NO_ROWS', 'There is no test pair.', {
      column: 'test',
      hint: 'Hold out pairs of some users. Who has few items keeps all of them in a small share; leaveOneOut takes one of each.',
    });
  }
  const numberOf =
    test.items === train.items ? (item: number) => item : (item: number) => train.items.indexOf(test.items.idOf(item));
  const unknown = new Map<number, number>();
  const itemNumber = (item: number): number => {
    const number = numberOf(item);
    if (number >= 0) return number;
    const beyond = unknown.get(item) ?? train.items.size + unknown.size;
    unknown.set(item, beyond);
    return beyond;
  };
  const users = Array.from(rows, (row) => test.users.idOf(row));
  const numbers = Int32Array.from(rows, (row, i) =>
    test.users === train.users ? row : train.users.indexOf(users[i]!),
  );
  const relevant = Array.from(rows, (row) => indices.subarray(indptr[row], indptr[row + 1]).map(itemNumber));
  const histories = users.map((id, i) => {
    const updated = updates.size > 0 ? updates.get(id) : undefined;
    if (updated) return updated.items;
    const number = numbers[i]!;
    if (number < 0) return new Int32Array(0);
    return train.matrix.indices.subarray(train.matrix.indptr[number], train.matrix.indptr[number + 1]);
  });
  let numRepeats = 0;
  const numCandidates = Int32Array.from(relevant, (items, i) => {
    const history = new Set(histories[i]!);
    const repeats = items.reduce((count, item) => count + (history.has(item) ? 1 : 0), 0);
    const beyond = items.reduce((count, item) => count + (item >= train.items.size ? 1 : 0), 0);
    if (!seen) numRepeats += repeats;
    return train.items.size + beyond - (seen ? 0 : history.size - repeats);
  });
  return { users, numbers, relevant, histories, numRepeats, numUnknownItems: unknown.size, numCandidates };
}
