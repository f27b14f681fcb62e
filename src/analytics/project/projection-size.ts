import { checkProjected } from './checked.js';
import type { ProjectedGraph } from './projected-graph.js';

/** Size of a projection, by which the memory of an algorithm is foretold. */
export interface ProjectionSize {
  readonly numNodes: number;
  /** Entries of one way: edges, or about twice the edges without direction. */
  readonly numEntries: number;
  readonly hasWeights: boolean;
  readonly isDirected: boolean;
  /** Node types; default 1. */
  readonly numTypes?: number;
  /** Entries of `forward` where each neighbour counts once and self loops do not; default all, as if one of them might go. */
  readonly numSimple?: number;
}

/** The size of a projection. O(E). @throws {HeteroGraphError} as an algorithm that is given the projection */
export function projectionSize(graph: ProjectedGraph): ProjectionSize {
  checkProjected(graph);
  const { numNodes, types, isDirected, forward } = graph;
  const { indptr, indices, weights } = forward;
  let numSimple = 0;
  for (let v = 0; v < numNodes; v++) {
    let last = -1;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const w = indices[e]!;
      if (w !== v && w !== last) numSimple++;
      last = w;
    }
  }
  return {
    ...{ numNodes, numEntries: indices.length, hasWeights: weights !== undefined },
    ...{ isDirected, numTypes: types.length, numSimple },
  };
}

/** Bytes that `simpleEdges` takes for one way of a projection: none where edges are simple already. */
export function simpleBytes({ numNodes, numEntries, hasWeights, numSimple = numEntries - 1 }: ProjectionSize): number {
  return numSimple === numEntries ? 0 : 4 * (numNodes + 1) + (hasWeights ? 12 : 4) * numSimple;
}

/** The size without directions, at the most; where edges had directions, some are taken to go to and fro. */
export function withoutDirections({ numSimple, ...size }: ProjectionSize): ProjectionSize {
  if (!size.isDirected) return { ...size, ...(numSimple !== undefined && { numSimple }) };
  return { ...size, isDirected: false, numEntries: 2 * size.numEntries };
}
