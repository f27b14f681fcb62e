import * as z from 'zod/mini';
import { checkOptions, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodePairs } from '../results/node-pairs.js';
import { kruskal } from './kruskal.js';

export type SpanningForestOptions = ProjectOptions;

export interface SpanningForest {
  /** Edges of the forest with their weights, lightest first, of equal ones that of lower numbers. */
  readonly edges: NodePairs;
  readonly totalWeight: number;
  /** Trees, isolated nodes among them: the connected components of the graph. */
  readonly numTrees: number;
}

const schema = z.strictObject(projectOptions);

/**
 * A minimum spanning forest: the lightest edges that connect all nodes which can be connected, whatever their directions (Kruskal, "On the
 * shortest spanning subtree of a graph", 1956). Weights may be negative; without weights each edge counts 1. O(N + E).
 *
 * @example
 * const { edges, totalWeight } = await spanningForest(graph, { relations: ['road'], weights: 'km' });
 * @throws {HeteroGraphError} INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function spanningForest(
  graph: HeteroGraph | ProjectedGraph,
  options: SpanningForestOptions = {},
): Promise<SpanningForest> {
  checkOptions(schema, options);
  const view = await projected(graph, options, 'both');
  const { sources, targets, weights, totalWeight, numTrees } = await withPauses(kruskal(view.forward), options.signal);
  return { edges: new NodePairs(view, sources, targets, weights), totalWeight, numTrees };
}
