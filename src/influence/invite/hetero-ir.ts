import { topKEntries } from '../../compute/index.js';
import type { Friends } from './friends.js';

/** Profit of a friend who has no friends to invite in turn. */
const NO_FRIENDS = 1e-5;

/**
 * HeteroIR (arXiv 2508.13517): what it brings that u invites v, in two stages: P_uv U_v (1 + the `capacity` largest P_vw U_w of v's own
 * friends), 1e-5 in the bracket's sum where v has none. O(F log capacity), on all threads.
 *
 * @returns of every friendship, in the order of `indices`
 */
export function heteroIr(friends: Friends, capacity: number): Float32Array {
  const { numNodes, indptr, indices, willingness, acceptance } = friends;
  const values = willingness.map((p, i) => p * acceptance[indices[i]!]!);
  const best = topKEntries({ numRows: numNodes, numCols: numNodes, indptr, indices, values }, capacity);
  const profit = new Float64Array(numNodes);
  for (let v = 0; v < numNodes; v++) {
    if (indptr[v] === indptr[v + 1]) profit[v] = NO_FRIENDS;
    for (let i = best.indptr[v]!; i < best.indptr[v + 1]!; i++) profit[v]! += best.values[i]!;
  }
  return values.map((value, i) => value * (1 + profit[indices[i]!]!));
}
