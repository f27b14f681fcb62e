import type { ProjectedGraph } from '../../project/projected-graph.js';
import { withoutDirection } from '../../project/without-direction.js';
import type { Shares } from '../scores/objective.js';
import type { LevelGraph } from './level-graph.js';

/** The graph itself, without directions. */
export function firstLevel(graph: ProjectedGraph, { out, into, scale }: Shares): LevelGraph {
  const { forward } = withoutDirection(graph);
  return { ...forward, numNodes: graph.numNodes, outShares: out, inShares: into, scale };
}
