import * as z from 'zod/mini';
import { checkOptions } from '../../../core/index.js';
import type { HeteroGraph } from '../../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../../project/project-options.js';
import { projectedUndirected } from '../../project/projected.js';
import type { ProjectedGraph } from '../../project/projected-graph.js';
import { checkPartition, type GivenPartition } from './check-partition.js';
import { type ObjectiveOptions, objectiveOptions, qualityOf, sharesOf } from './objective.js';

export interface ModularityOptions extends ObjectiveOptions, ProjectOptions {}

const schema = z.strictObject({ ...projectOptions, ...objectiveOptions });

/**
 * How much more weight lies inside communities than strengths alone would put there, as a share of all weight: from -1 to 1, about 0 for
 * communities at random, NaN for a graph without edges. Edges with directions have the directed form (Leicht, Newman 2008). With
 * `objective: 'bipartite-modularity'` Barber's (2007), with `'cpm'` the weight inside communities less `resolution` for each of their
 * pairs of nodes, which is not a share. O(E).
 *
 * @param communities one whole number for each node, [numNodes], equal for nodes of one community, or what an algorithm returned
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION, INVALID_WEIGHT, and what `projectGraph` throws
 */
export async function modularity(
  graph: HeteroGraph | ProjectedGraph,
  communities: GivenPartition,
  options: ModularityOptions = {},
): Promise<number> {
  checkOptions(schema, options);
  const projection = await projectedUndirected(graph, options);
  const partition = checkPartition(communities, projection.numNodes);
  return qualityOf(projection, partition, sharesOf(projection, options), options.objective);
}
