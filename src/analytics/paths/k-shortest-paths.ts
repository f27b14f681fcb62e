import * as z from 'zod/mini';
import { checkOptions, option, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { NodeRef } from '../project/node-refs.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { checkLengths } from './edge-weights.js';
import { looplessPaths } from './loopless-paths.js';
import { type GraphPath, givenNode, graphPath, nodeOption } from './path-options.js';
import { simpleEdges } from './simple-edges.js';

export interface KShortestPathsOptions extends ProjectOptions {
  readonly from: NodeRef;
  readonly to: NodeRef;
  /** Paths at most; default 10. */
  readonly k?: number;
}

const schema = z.strictObject({
  ...projectOptions,
  from: nodeOption,
  to: nodeOption,
  k: z.optional(option.count),
});

/**
 * The k shortest paths between two nodes that visit no node twice (Yen, "Finding the k shortest loopless paths in a network", 1971),
 * shortest first, over weights from 0; fewer where there are no more. Which of equally long paths are found is not said, though they are
 * the same every time. Parallel edges are one step, of the smallest weight.
 *
 * @example
 * const [best, second] = await kShortestPaths(graph, { from: 'Ghent', to: 'Bruges', weights: 'km', k: 2 });
 * @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative; UNKNOWN_ID, UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION, ABORTED; as
 * `projectGraph`
 */
export async function kShortestPaths(
  graph: HeteroGraph | ProjectedGraph,
  options: KShortestPathsOptions,
): Promise<GraphPath[]> {
  checkOptions(schema, options);
  const view = await projected(graph, options);
  const source = givenNode(view, options.from, 'from');
  const target = givenNode(view, options.to, 'to');
  checkLengths(view.forward);
  const forward = simpleEdges(view.forward);
  const backward = view.isDirected ? simpleEdges(view.backward) : forward;
  const { k = 10, signal } = options;
  const paths = await withPauses(looplessPaths(forward, backward, source, target, k), signal);
  return paths.map(({ nodes, distance }) => graphPath(view, nodes, distance));
}
