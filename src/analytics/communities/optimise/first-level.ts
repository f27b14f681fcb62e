import type { Pieces } from '../../../core/index.js';
import type { ProjectedGraph } from '../../project/projected-graph.js';
import { mergedWays } from '../../project/without-direction.js';
import type { Shares } from '../scores/objective.js';
import type { LevelGraph } from './level-graph.js';

/** The graph itself, each edge at both of its ends: of edges to and fro, both. */
export function* firstLevel(graph: ProjectedGraph, { out, into, scale }: Shares): Pieces<LevelGraph> {
  const forward = graph.isDirected ? yield* mergedWays(graph) : graph.forward;
  return { ...forward, numNodes: graph.numNodes, outShares: out, inShares: into, scale };
}
