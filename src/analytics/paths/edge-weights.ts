import { HeteroGraphError } from '../../core/index.js';
import type { Adjacency } from '../project/projected-graph.js';

/**
 * Refuses weights that are no lengths of edges.
 *
 * @param least 'zero' where a length of 0 is allowed, 'above-zero' where it is not, but of self loops
 * @throws {HeteroGraphError} INVALID_WEIGHT naming the first that is negative, infinite or NaN (or 0), `row` its place among the edges
 */
export function checkLengths({ indptr, indices, weights }: Adjacency, least: 'zero' | 'above-zero' = 'zero'): void {
  if (weights === undefined) return;
  const aboveZero = least === 'above-zero';
  for (let e = 0; e < weights.length; e++) {
    const weight = weights[e]!;
    const isLength = weight >= 0 && weight < Number.POSITIVE_INFINITY;
    if (isLength && !(aboveZero && weight === 0 && indices[e] !== rowOf(indptr, e))) continue;
    throw new HeteroGraphError('INVALID_WEIGHT', `The weight of an edge is ${weight}.`, {
      row: e,
      column: 'weights',
      hint: aboveZero
        ? 'Shortest paths are counted over weights above 0; project the graph with other weights, or without.'
        : 'Shortest paths take finite weights from 0; project the graph with other weights, or without.',
    });
  }
}

/** The row that an entry stands in, by binary search. */
function rowOf(indptr: Int32Array, entry: number): number {
  let [low, high] = [0, indptr.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (indptr[middle]! <= entry) low = middle;
    else high = middle - 1;
  }
  return low;
}
