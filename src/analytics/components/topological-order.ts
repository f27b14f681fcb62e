import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { type NamedNode, namedNodes } from '../results/node-pairs.js';
import { NodeValues } from '../results/node-values.js';
import { nodeLayers } from './layers.js';
import { cycleOutside, oneCycle } from './one-cycle.js';

export interface Cycle {
  /** Numbers of its nodes in the order of its edges, the lowest first; the last leads back to the first. */
  readonly nodes: Int32Array;
  /** The same nodes by type and id. */
  readonly names: readonly NamedNode[];
}

export interface TopologicalOrder {
  /** Nodes so that every edge goes forwards: by layer, then by number. Nodes on a cycle and behind one are not in it. */
  readonly order: Int32Array;
  /** Edges on the longest path that ends in each node; -1 for nodes on a cycle or behind one. */
  readonly layers: NodeValues<Int32Array>;
  /** A cycle, where there is one: then the graph has no topological order. */
  readonly cycle: Cycle | undefined;
}

export type CycleOptions = ProjectOptions;

const schema = z.strictObject(projectOptions);

/**
 * Nodes in an order in which every edge goes forwards (Kahn, "Topological sorting of large networks", 1962), or a cycle. O(N + E).
 *
 * @example
 * const { order, cycle } = await topologicalOrder(graph, { relations: ['requires'] });
 * cycle?.names.map(({ id }) => id).join(' > '); // undefined where every edge goes forwards
 * @throws {HeteroGraphError} INVALID_OPTION where edges have no direction; ABORTED; as `projectGraph`
 */
export async function topologicalOrder(
  graph: HeteroGraph | ProjectedGraph,
  options: CycleOptions = {},
): Promise<TopologicalOrder> {
  checkOptions(schema, options);
  const view = await projected(graph, options);
  if (!view.isDirected) {
    throw new HeteroGraphError('INVALID_OPTION', 'Edges without direction have no order.', {
      column: 'direction',
      hint: "Use 'out' or 'in'.",
    });
  }
  const { order, layers } = await withPauses(nodeLayers(view.forward), options.signal);
  return {
    order,
    layers: new NodeValues(view, layers),
    cycle: named(view, cycleOutside(layers, view)),
  };
}

/**
 * A cycle, or undefined where there is none. With `direction: 'both'` it takes no edge twice, so that parallel edges are a cycle of two
 * nodes; a self loop is one of one node. O(N + E).
 *
 * @example
 * const cycle = await findCycle(graph, { relations: ['requires'] });
 * @throws {HeteroGraphError} INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function findCycle(
  graph: HeteroGraph | ProjectedGraph,
  options: CycleOptions = {},
): Promise<Cycle | undefined> {
  checkOptions(schema, options);
  const view = await projected(graph, options);
  return named(view, await withPauses(oneCycle(view), options.signal));
}

function named(graph: ProjectedGraph, nodes: Int32Array | undefined): Cycle | undefined {
  return nodes && { nodes, names: namedNodes(graph, nodes) };
}
