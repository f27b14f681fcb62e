import * as z from 'zod/mini';
import { checkOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projectedUndirected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { outWeights } from './strength.js';

const schema = z.strictObject(projectOptions);

/**
 * Edges of every node, along their direction (`in`: against it; `both`: either, which is the default); parallel ones count, a self loop
 * once. Of a projection, either way. O(N), beside the projection.
 *
 * @example
 * const { scores } = await degree(graph, { relations: ['cites'], direction: 'in' });
 * @throws {HeteroGraphError} as `projectGraph`
 */
export async function degree(
  graph: HeteroGraph | ProjectedGraph,
  options: Omit<ProjectOptions, 'weights'> = {},
): Promise<{ readonly scores: NodeValues }> {
  checkOptions(schema, options);
  const over = await projectedUndirected(graph, options, 'both');
  const { indptr } = over.forward;
  return {
    scores: new NodeValues(
      over,
      Float64Array.from({ length: over.numNodes }, (_, v) => indptr[v + 1]! - indptr[v]!),
    ),
  };
}

/**
 * Sum of the weights of the edges of every node, as {@link degree} counts them. O(N + E).
 *
 * @throws {HeteroGraphError} as `projectGraph`
 */
export async function strength(
  graph: HeteroGraph | ProjectedGraph,
  options: ProjectOptions = {},
): Promise<{ readonly scores: NodeValues }> {
  checkOptions(schema, options);
  const over = await projectedUndirected(graph, options, 'both');
  return { scores: new NodeValues(over, outWeights(over.forward)) };
}
