import * as z from 'zod/mini';
import { checkOptions, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { type Parts, partSizes } from './component-numbers.js';
import { strongParts } from './strong-parts.js';
import { weakParts } from './weak-parts.js';

export interface GraphComponents {
  /** Number of the component of every node; components are numbered by their first node. */
  readonly components: NodeValues<Int32Array>;
  readonly numComponents: number;
  /** Nodes of every component, [numComponents]. */
  readonly sizes: Int32Array;
}

const schema = z.strictObject(projectOptions);

/**
 * Weakly connected components: nodes that edges join, whatever their direction. O(N + E), near O(N) where one component is large.
 *
 * @example
 * const { numComponents, sizes } = await weakComponents(graph, { relations: ['knows'] });
 * @throws {HeteroGraphError} as `projectGraph`; ABORTED
 */
export async function weakComponents(
  graph: HeteroGraph | ProjectedGraph,
  options: ProjectOptions = {},
): Promise<GraphComponents> {
  checkOptions(schema, options);
  const over = await projected(graph, options);
  return answer(over, await withPauses(weakParts(over), options.signal));
}

/**
 * Strongly connected components: nodes that reach each other along the direction of edges. Without a direction they are the weak ones.
 * O(N + E), without recursion.
 *
 * @example
 * const { components } = await strongComponents(graph, { relations: ['follows'] });
 * @throws {HeteroGraphError} as `projectGraph`; ABORTED
 */
export async function strongComponents(
  graph: HeteroGraph | ProjectedGraph,
  options: ProjectOptions = {},
): Promise<GraphComponents> {
  checkOptions(schema, options);
  const over = await projected(graph, options);
  return answer(over, await withPauses(over.isDirected ? strongParts(over) : weakParts(over), options.signal));
}

function answer(graph: ProjectedGraph, parts: Parts): GraphComponents {
  return {
    components: new NodeValues(graph, parts.of),
    numComponents: parts.count,
    sizes: partSizes(parts),
  };
}
