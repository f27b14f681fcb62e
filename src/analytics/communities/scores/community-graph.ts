import type { HeteroGraph } from '../../../graph/index.js';
import type { ProjectOptions } from '../../project/project-options.js';
import { projected } from '../../project/projected.js';
import type { ProjectedGraph } from '../../project/projected-graph.js';

/** A typed graph without directions unless one is asked for; a projection as it is. */
export function communityGraph(graph: HeteroGraph | ProjectedGraph, options: ProjectOptions): Promise<ProjectedGraph> {
  const isProjected = typeof (graph as Partial<ProjectedGraph> | undefined)?.isDirected === 'boolean';
  return projected(graph, isProjected ? options : { ...options, direction: options.direction ?? 'both' });
}
