import { type RunOptions, throwIfAborted, YieldTimer } from '../../core/index.js';
import { checkLengths } from '../paths/edge-weights.js';
import { simpleEdges } from '../paths/simple-edges.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { BrandesPass } from './brandes.js';
import { WeightedBrandesPass } from './brandes-weighted.js';
import type { DependencyPass } from './dependencies.js';

/** The pass that a graph needs. @throws {HeteroGraphError} INVALID_WEIGHT unless all weights are above 0 */
export function dependencyPass({ forward }: ProjectedGraph): DependencyPass {
  checkLengths(forward, 'above-zero');
  const edges = simpleEdges(forward);
  return edges.weights ? new WeightedBrandesPass(edges) : new BrandesPass(edges);
}

/** Betweenness of every node, exact, [numNodes]: O(N E) without weights, O(N (E + N log N)) with. */
export async function exactBetweenness(
  graph: ProjectedGraph,
  { normalized, signal, onProgress }: RunOptions & { readonly normalized: boolean },
): Promise<Float64Array> {
  const { numNodes, isDirected } = graph;
  throwIfAborted(signal);
  const pass = dependencyPass(graph);
  const values = new Float64Array(numNodes);
  const timer = new YieldTimer(signal);
  for (let source = 0; source < numNodes; source++) {
    pass.addFrom(source, values);
    if (!timer.isDue()) continue;
    onProgress?.({ stage: 'betweenness', done: source + 1, total: numNodes, unit: 'nodes' });
    await timer.yieldNow();
  }
  const scale = normalized ? pairShare(numNodes) : isDirected ? 1 : 0.5;
  for (let v = 0; v < numNodes; v++) values[v] = values[v]! * scale;
  return values;
}

/** One over the ordered pairs of other nodes that a node may lie between; 0 where there are none. */
export function pairShare(numNodes: number): number {
  return numNodes > 2 ? 1 / ((numNodes - 1) * (numNodes - 2)) : 0;
}
