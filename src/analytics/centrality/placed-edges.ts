import type { Placement, WalkEdges } from '../../compute/internal.js';
import type { Adjacency } from '../project/projected-graph.js';

/** An adjacency in the memory of the threads, until the placement is disposed of. */
export function placedEdges(place: Placement, { indptr, indices, weights }: Adjacency): WalkEdges {
  return {
    numRows: indptr.length - 1,
    indptr: place.of(indptr),
    indices: place.of(indices),
    weights: weights ? place.of(weights) : 0,
  };
}

/** Bytes that {@link placedEdges} takes. */
export function edgeBytes(numNodes: number, numEdges: number, hasWeights: boolean): number {
  return 4 * (numNodes + 1) + (hasWeights ? 12 : 4) * numEdges;
}
