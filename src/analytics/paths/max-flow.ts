import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { NodeRef } from '../project/node-refs.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodePairs } from '../results/node-pairs.js';
import { dinic } from './dinic.js';
import { checkLengths } from './edge-weights.js';
import { type FlowNetwork, flowNetwork } from './flow-network.js';
import { givenNode, nodeOption } from './path-options.js';

export interface MaxFlowOptions extends ProjectOptions {
  readonly from: NodeRef;
  readonly to: NodeRef;
}

export interface MaxFlow {
  /** What flows from the source to the target, and what the edges of the cut let through. */
  readonly value: number;
  /** Edges along which something flows, in the direction of the flow, and how much; by source, then target. */
  readonly flow: NodePairs;
  /** Edges of the minimum cut nearest to the source, with their capacities. */
  readonly cut: NodePairs;
  /** 1 for nodes on the source's side of the cut, [numNodes]. */
  readonly isSourceSide: Uint8Array;
}

const schema = z.strictObject({ ...projectOptions, from: nodeOption, to: nodeOption });

/**
 * The largest flow between two nodes and a smallest cut (Dinic, "Algorithm for solution of a problem of maximum flow in a network with power
 * estimation", 1970). Weights are capacities, from 0; without weights each edge lets 1 through, so that the value is the number of
 * edge-disjoint paths. Parallel edges add up; without direction an edge lets its weight through either way.
 *
 * @example
 * const { value, cut } = await maxFlow(graph, { from: 'plant', to: 'town', weights: 'capacity' });
 * @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative; INVALID_OPTION where both are one node; UNKNOWN_ID,
 * UNKNOWN_TYPE, AMBIGUOUS; TOO_LARGE from 2^30 directed edges; ABORTED; as `projectGraph`
 */
export async function maxFlow(graph: HeteroGraph | ProjectedGraph, options: MaxFlowOptions): Promise<MaxFlow> {
  checkOptions(schema, options);
  const view = await projected(graph, options);
  const source = givenNode(view, options.from, 'from');
  const target = givenNode(view, options.to, 'to');
  if (source === target) {
    throw new HeteroGraphError('INVALID_OPTION', 'from and to are the same node.', {
      column: 'to',
      hint: 'Name two nodes.',
    });
  }
  checkLengths(view.forward);
  const network = await withPauses(flowNetwork(view), options.signal);
  const isSourceSide = await withPauses(dinic(network, source, target), options.signal);
  const { capacities, residuals } = network;
  const flow = arcsWhere(view, network, (arc) => capacities[arc]! - residuals[arc]!);
  const cut = arcsWhere(view, network, (arc, from, to) =>
    isSourceSide[from] === 1 && isSourceSide[to] === 0 ? capacities[arc]! : 0,
  );
  return { value: cut.values!.reduce((sum, capacity) => sum + capacity, 0), flow, cut, isSourceSide };
}

/** Arcs of a value above 0. */
function arcsWhere(
  graph: ProjectedGraph,
  { starts, heads }: FlowNetwork,
  amountOf: (arc: number, from: number, to: number) => number,
): NodePairs {
  const found: { from: number; to: number; value: number }[] = [];
  for (let from = 0; from < graph.numNodes; from++) {
    const first = found.length;
    for (let arc = starts[from]!; arc < starts[from + 1]!; arc++) {
      const value = amountOf(arc, from, heads[arc]!);
      if (value > 0) found.push({ from, to: heads[arc]!, value });
    }
    const row = found.splice(first).sort((a, b) => a.to - b.to);
    for (const each of row) found.push(each);
  }
  return new NodePairs(
    graph,
    Int32Array.from(found, ({ from }) => from),
    Int32Array.from(found, ({ to }) => to),
    Float64Array.from(found, ({ value }) => value),
  );
}
