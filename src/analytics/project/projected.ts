import { HeteroGraphError, throwIfAborted, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { checkProjected } from './checked.js';
import { projectGraph } from './project-graph.js';
import { type EdgeDirection, type ProjectOptions, projectionOf } from './project-options.js';
import type { ProjectedGraph } from './projected-graph.js';
import { undirected } from './without-direction.js';

/**
 * What an algorithm works on: a typed graph is projected as its options say, a projection is taken as it is.
 *
 * @param direction `out` or `in` where the options name none; with `both`, the algorithm knows no directions: they are left out, whatever
 * the options say and the projection has (O(N + E))
 * @throws {HeteroGraphError} as `projectGraph`; INVALID_OPTION where a projection is to be projected again; ABORTED
 */
export async function projected(
  graph: HeteroGraph | ProjectedGraph,
  options: ProjectOptions,
  direction: EdgeDirection = 'out',
): Promise<ProjectedGraph> {
  throwIfAborted(options.signal);
  const asked = projectionOf(options);
  if (isTyped(graph))
    return projectGraph(graph, direction === 'both' ? { ...asked, direction } : { direction, ...asked });
  checkProjected(graph);
  const { signal, onProgress, ...rest } = asked;
  const [name] = Object.keys(rest);
  if (name !== undefined) {
    throw new HeteroGraphError(
      'INVALID_OPTION',
      `A graph that is projected already was given, and ${name} beside it.`,
      {
        column: name,
        hint: 'Pass the option to projectGraph, or the HeteroGraph to the algorithm.',
      },
    );
  }
  return direction === 'both' ? withPauses(undirected(graph), signal) : graph;
}

/**
 * As {@link projected}, for algorithms that know directions and leave them out unless the options name one.
 *
 * @param given what is made of a projection, by default taken as it is; `both`: its directions are left out
 */
export function projectedUndirected(
  graph: HeteroGraph | ProjectedGraph,
  options: ProjectOptions,
  given: EdgeDirection = 'out',
): Promise<ProjectedGraph> {
  if (isTyped(graph)) return projected(graph, { ...options, direction: options.direction ?? 'both' });
  return projected(graph, options, given);
}

/** By what it can do: there may be two copies of this library. */
function isTyped(graph: HeteroGraph | ProjectedGraph): graph is HeteroGraph {
  return typeof (graph as Partial<HeteroGraph> | null | undefined)?.edgeIndex === 'function';
}
