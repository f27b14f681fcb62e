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

/**
 * Dependencies of sources on every node, [numNodes], added up in the order of the sources.
 *
 * @param squares gets the squares of the dependencies added, [numNodes]
 * @throws {HeteroGraphError} INVALID_WEIGHT, VALUE_OUT_OF_RANGE, ABORTED
 */
export async function sumDependencies(
  graph: ProjectedGraph,
  sources: ArrayLike<number>,
  { signal, onProgress }: RunOptions,
  squares?: Float64Array,
): Promise<Float64Array> {
  throwIfAborted(signal);
  const pass = dependencyPass(graph);
  const sums = new Float64Array(graph.numNodes);
  const timer = new YieldTimer(signal);
  for (let i = 0; i < sources.length; i++) {
    pass.addFrom(sources[i]!, sums, squares);
    if (!timer.isDue()) continue;
    onProgress?.({ stage: 'betweenness', done: i + 1, total: sources.length, unit: 'nodes' });
    await timer.yieldNow();
  }
  return sums;
}

/**
 * What a sum of dependencies of all sources is multiplied by: normalized, one over the ordered pairs of other nodes (0 where there are
 * none); else 1, or 1/2 without directions, where each pair was counted from both ends.
 */
export function betweennessScale({ numNodes, isDirected }: ProjectedGraph, normalized: boolean): number {
  if (!normalized) return isDirected ? 1 : 0.5;
  return numNodes > 2 ? 1 / ((numNodes - 1) * (numNodes - 2)) : 0;
}
