import * as z from 'zod/mini';
import { checkOptions, option, YieldTimer } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type NodeRef, nodeNumber } from '../project/node-refs.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { DijkstraSearch, pathTo } from './dijkstra-search.js';
import { checkLengths } from './edge-weights.js';
import { type GraphPath, givenNode, graphPath, nodeOption } from './path-options.js';

export interface DijkstraOptions extends ProjectOptions {
  /** Where paths begin. */
  readonly from: NodeRef;
  /** Nodes that are farther are not looked for; default no limit. */
  readonly maxDistance?: number;
}

export interface ShortestPathTree {
  /** Distance of every node from the source; infinity where no path leads there, or none within `maxDistance`. */
  readonly distances: NodeValues;
  /** Node before each on a shortest path, [numNodes]; -1 at the source and where there is none. */
  readonly predecessors: Int32Array;
  /** Nodes that were reached, the source among them. */
  readonly numReached: number;
  /** A shortest path to a node; undefined where none was found. @throws {HeteroGraphError} UNKNOWN_ID, UNKNOWN_TYPE, AMBIGUOUS */
  pathTo(node: NodeRef): GraphPath | undefined;
}

const schema = z.strictObject({
  ...projectOptions,
  from: nodeOption,
  maxDistance: z.optional(option.nonNegativeOrInfinite),
});

/** Nodes settled between two looks at the clock. */
const NODES_A_PIECE = 4096;

/**
 * Shortest paths from one node to all others over weights from 0 (Dijkstra, "A note on two problems in connexion with graphs", 1959), along
 * the edges unless `direction` says otherwise. Without weights each edge counts 1. O((N + E) log N).
 *
 * @example
 * const tree = await dijkstra(graph, { from: 'Ghent', weights: 'km', maxDistance: 100 });
 * tree.pathTo('Antwerp')?.distance;
 * @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative; UNKNOWN_ID, UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION, ABORTED; as
 * `projectGraph`
 */
export async function dijkstra(
  graph: HeteroGraph | ProjectedGraph,
  options: DijkstraOptions,
): Promise<ShortestPathTree> {
  checkOptions(schema, options);
  const view = await projected(graph, options);
  const source = givenNode(view, options.from, 'from');
  checkLengths(view.forward);
  const search = new DijkstraSearch(view.forward);
  const timer = new YieldTimer(options.signal);
  search.start(source);
  while (search.advance(NODES_A_PIECE, -1, options.maxDistance)) {
    if (!timer.isDue()) continue;
    options.onProgress?.({ stage: 'dijkstra', done: search.numSettled, total: view.numNodes, unit: 'nodes' });
    await timer.yieldNow();
  }
  search.dropUnsettled();
  const { distances, predecessors, numSettled } = search;
  return {
    distances: new NodeValues(view, distances),
    predecessors,
    numReached: numSettled,
    pathTo(node) {
      const target = nodeNumber(view, node, 'node');
      if (distances[target] === Number.POSITIVE_INFINITY) return undefined;
      return graphPath(view, pathTo(predecessors, target), distances[target]!);
    },
  };
}
