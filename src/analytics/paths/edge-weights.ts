import { HeteroGraphError } from '../../core/index.js';
import type { Adjacency } from '../project/projected-graph.js';

/**
 * Refuses weights that are no lengths of edges.
 *
 * @param least 'zero' where a length of 0 is allowed, 'above-zero' where it is not
 * @throws {HeteroGraphError} INVALID_WEIGHT naming the first that is negative, infinite or NaN (or 0), `row` its place among the edges
 */
export function checkLengths({ weights }: Adjacency, least: 'zero' | 'above-zero' = 'zero'): void {
  if (weights === undefined) return;
  const aboveZero = least === 'above-zero';
  for (let e = 0; e < weights.length; e++) {
    const weight = weights[e]!;
    if (weight >= 0 && weight < Number.POSITIVE_INFINITY && !(aboveZero && weight === 0)) continue;
    throw new HeteroGraphError('INVALID_WEIGHT', `The weight of an edge is ${weight}.`, {
      row: e,
      column: 'weights',
      hint: aboveZero
        ? 'Shortest paths are counted over weights above 0; project the graph with other weights, or without.'
        : 'Shortest paths take finite weights from 0; project the graph with other weights, or without.',
    });
  }
}
