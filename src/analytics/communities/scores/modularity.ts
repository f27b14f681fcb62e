import type { ProjectedGraph } from '../../project/projected-graph.js';
import { checkPartition } from './check-partition.js';
import { type ObjectiveOptions, qualityOf, sharesOf } from './objective.js';

/**
 * How much more weight lies inside communities than strengths alone would put there, as a share of all weight: from -1 to 1, about 0 for
 * communities at random, NaN for a graph without edges. Edges with directions have the directed form (Leicht, Newman 2008). With
 * `objective: 'bipartite-modularity'` Barber's (2007), with `'cpm'` the weight inside communities less `resolution` for each of their
 * pairs of nodes, which is not a share.
 *
 * @param communities one whole number for each node, [numNodes], equal for nodes of one community
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION, INVALID_WEIGHT
 */
export function modularity(
  graph: ProjectedGraph,
  communities: ArrayLike<number>,
  options: ObjectiveOptions = {},
): number {
  const partition = checkPartition(communities, graph.numNodes);
  return qualityOf(graph, partition, sharesOf(graph, options), options.objective);
}
