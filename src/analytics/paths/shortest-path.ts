import * as z from 'zod/mini';
import { checkOptions, option, withPauses, YieldTimer } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { NodeRef } from '../project/node-refs.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { type NamedNode, namedNodes } from '../results/node-pairs.js';
import { DijkstraSearch, pathTo } from './dijkstra-search.js';
import { checkLengths } from './edge-weights.js';
import { GuidedSearch } from './guided-search.js';
import { type GraphPath, givenNode, graphPath, nodeOption } from './path-options.js';

export interface ShortestPathOptions extends ProjectOptions {
  readonly from: NodeRef;
  readonly to: NodeRef;
  /**
   * Least distance that a node can have from the target, such as the straight line: the search is then A*. It must never be above the real
   * distance, else the path may not be a shortest one. Default: none, Dijkstra's search until the target is reached.
   */
  readonly heuristic?: (node: NamedNode, number: number) => number;
}

const schema = z.strictObject({
  ...projectOptions,
  ...{ from: nodeOption, to: nodeOption, heuristic: z.optional(option.callback) },
});

const NODES_A_PIECE = 4096;

/**
 * A shortest path between two nodes over weights from 0; undefined where there is none. With a `heuristic` by A* (Hart, Nilsson, Raphael,
 * "A formal basis for the heuristic determination of minimum cost paths", 1968), which asks it once or more for each node that it comes to.
 *
 * @example
 * const path = await shortestPath(graph, { from: 'Ghent', to: 'Bruges', weights: 'km' });
 * path?.names.map(({ id }) => id); // ['Ghent', 'Aalter', 'Bruges']
 * @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative; NON_FINITE where the heuristic gives no number; UNKNOWN_ID,
 * UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function shortestPath(
  graph: HeteroGraph | ProjectedGraph,
  options: ShortestPathOptions,
): Promise<GraphPath | undefined> {
  checkOptions(schema, options);
  const view = await projected(graph, options);
  const source = givenNode(view, options.from, 'from');
  const target = givenNode(view, options.to, 'to');
  checkLengths(view.forward);
  const { heuristic, signal } = options;
  if (heuristic !== undefined) {
    const search = new GuidedSearch(view.forward);
    const pieces = search.run(source, target, (v) => heuristic(namedNodes(view, [v])[0]!, v));
    const distance = await withPauses(pieces, signal);
    return Number.isFinite(distance) ? graphPath(view, pathTo(search.predecessors, target), distance) : undefined;
  }
  const search = new DijkstraSearch(view.forward);
  const timer = new YieldTimer(signal);
  search.start(source);
  while (search.advance(NODES_A_PIECE, target)) if (timer.isDue()) await timer.yieldNow();
  const distance = search.distances[target]!;
  return Number.isFinite(distance) ? graphPath(view, pathTo(search.predecessors, target), distance) : undefined;
}
