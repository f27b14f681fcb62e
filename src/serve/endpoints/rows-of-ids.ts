import { HeteroGraphError } from '../../core/index.js';
import type { IdIndex } from '../../graph/index.js';
import { similarIdHint } from '../../graph/internal.js';

/**
 * Rows of external ids.
 *
 * @param what they are ids of
 * @throws {HeteroGraphError} UNKNOWN_ID naming the first that there is not
 */
export function rowsOfIds(
  index: IdIndex,
  ids: readonly (string | number)[],
  type: string,
  what: 'node' | 'user' | 'item' = 'node',
): Int32Array {
  return Int32Array.from(ids, (id) => {
    const row = index.indexOf(id);
    if (row >= 0) return row;
    throw new HeteroGraphError('UNKNOWN_ID', `There is no ${what} with the id ${JSON.stringify(String(id))}.`, {
      type,
      hint:
        similarIdHint(index, id) ??
        (what === 'node'
          ? 'See to spelling and node type; ids of types without an id column are row numbers.'
          : 'Vectors are those of users and items that the recommender was fitted on.'),
    });
  });
}
