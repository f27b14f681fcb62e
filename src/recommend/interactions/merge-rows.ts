import { HeteroGraphError, type WeightedCsr } from '../../core/index.js';

/** Rows by number of user and item. */
export interface NumberedRows {
  readonly users: Int32Array;
  readonly items: Int32Array;
  /** Absent: every row counts 1. */
  readonly weights?: ArrayLike<number> | undefined;
  /** Milliseconds since 1970. */
  readonly times?: ArrayLike<number> | undefined;
}

/**
 * The matrix of the pairs: rows of the same pair become one entry, the sum of their weights, with the latest of their times. The same for any
 * order of rows: weights of a pair are added from the smallest. O(rows + users + items).
 *
 * @throws {HeteroGraphError} INVALID_WEIGHT where a sum does not fit into float32
 */
export function mergeRows(
  { users, items, weights, times }: NumberedRows,
  numUsers: number,
  numItems: number,
): { matrix: WeightedCsr; times?: Float64Array } {
  const order = sortedBy(sortedBy(undefined, items, numItems), users, numUsers);
  const indptr = new Int32Array(numUsers + 1);
  const indices = new Int32Array(order.length);
  const values = new Float32Array(order.length);
  const latest = new Float64Array(times ? order.length : 0);
  let pairs = 0;
  for (let at = 0; at < order.length; ) {
    const [user, item] = [users[order[at]!]!, items[order[at]!]!];
    let end = at + 1;
    while (end < order.length && users[order[end]!] === user && items[order[end]!] === item) end++;
    const rows = order.subarray(at, end);
    indices[pairs] = item;
    values[pairs] = weights ? sumOf(rows, weights) : rows.length;
    if (times) latest[pairs] = rows.reduce((most, row) => Math.max(most, times[row]!), Number.NEGATIVE_INFINITY);
    indptr[user + 1]!++;
    pairs++;
    at = end;
  }
  for (let u = 0; u < numUsers; u++) indptr[u + 1]! += indptr[u]!;
  const matrix = {
    numRows: numUsers,
    numCols: numItems,
    indptr,
    indices: indices.slice(0, pairs),
    values: values.slice(0, pairs),
  };
  return times ? { matrix, times: latest.slice(0, pairs) } : { matrix };
}

/** Positions by key, ascending, the order of equal ones kept. */
function sortedBy(order: Int32Array | undefined, keys: Int32Array, numKeys: number): Int32Array {
  const next = new Int32Array(numKeys + 1);
  for (const key of keys) next[key + 1]!++;
  for (let k = 0; k < numKeys; k++) next[k + 1]! += next[k]!;
  const sorted = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const row = order ? order[i]! : i;
    sorted[next[keys[row]!]!++] = row;
  }
  return sorted;
}

function sumOf(rows: Int32Array, weights: ArrayLike<number>): number {
  const ascending = Float64Array.from(rows, (row) => weights[row]!).sort();
  const sum = Math.fround(ascending.reduce((total, weight) => total + weight, 0));
  if (sum > 0 && sum < Number.POSITIVE_INFINITY) return sum;
  throw new HeteroGraphError('INVALID_WEIGHT', `The weights of a pair add up to ${sum}.`, {
    row: rows[0]!,
    hint: 'Sums must be above 0 and fit into float32.',
  });
}
