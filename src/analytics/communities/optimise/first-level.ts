import type { Adjacency, ProjectedGraph } from '../../project/projected-graph.js';
import type { Shares } from '../scores/objective.js';
import type { LevelGraph } from './level-graph.js';

/** The graph itself, without directions. */
export function firstLevel(graph: ProjectedGraph, { out, into, scale }: Shares): LevelGraph {
  const neighbours = graph.isDirected ? bothWays(graph) : graph.forward;
  return { ...neighbours, numNodes: graph.numNodes, outShares: out, inShares: into, scale };
}

function bothWays({ numNodes, forward, backward }: ProjectedGraph): Adjacency {
  const indptr = forward.indptr.map((start, v) => start + backward.indptr[v]!);
  const indices = new Int32Array(indptr[numNodes]!);
  const weights = forward.weights && new Float64Array(indices.length);
  for (let v = 0; v < numNodes; v++) {
    let at = indptr[v]!;
    for (const side of [forward, backward]) {
      for (let e = side.indptr[v]!; e < side.indptr[v + 1]!; e++) {
        indices[at] = side.indices[e]!;
        if (weights) weights[at] = side.weights![e]!;
        at++;
      }
    }
  }
  return { indptr, indices, weights };
}
