import { checkLengths } from '../paths/edge-weights.js';
import type { Adjacency, ProjectedGraph } from '../project/projected-graph.js';
import type { ProjectionSize } from '../project/projection-size.js';
import type { MetricParts } from './metrics.js';

/** Neighbours by which nodes are compared. */
export interface Profiles {
  /** Neighbours of every node, each once, weights added up. */
  readonly forward: Adjacency;
  /** Nodes that each leads to, in the same way. */
  readonly backward: Adjacency;
  /** Figure of every node, [numNodes]. */
  readonly sizes: Float64Array;
}

/** Bytes of profiles, where no entries are merged. */
export function profileBytes(
  { numNodes, numEntries, hasWeights, isDirected, numSimple = numEntries }: ProjectionSize,
  { countsWays }: Pick<MetricParts, 'countsWays'>,
): number {
  // Room that is not used is not written to.
  const entries = countsWays ? numEntries : numSimple;
  const way = 4 * (numNodes + 1) + (hasWeights || countsWays ? 12 : 4) * entries;
  return (isDirected ? 2 : 1) * way + 8 * numNodes;
}

/** @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative */
export function profilesOf(
  { isDirected, forward, backward }: ProjectedGraph,
  { size, countsWays }: MetricParts,
): Profiles {
  checkLengths(forward);
  const merged = mergedEdges(forward, countsWays);
  const { indptr, weights } = merged;
  const sizes = new Float64Array(indptr.length - 1);
  for (let v = 0; v < sizes.length; v++) {
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) sizes[v] = sizes[v]! + size(weights?.[e] ?? 1);
  }
  return { forward: merged, backward: isDirected ? mergedEdges(backward, countsWays) : merged, sizes };
}

/**
 * Each neighbour once. Weights of parallel edges are added up; without weights parallel edges are one, or as many ways where ways are
 * counted. Self loops stay where ways are counted.
 */
function mergedEdges({ indptr, indices, weights }: Adjacency, countsWays: boolean): Adjacency {
  const numNodes = indptr.length - 1;
  const starts = new Int32Array(numNodes + 1);
  const kept = new Int32Array(indices.length);
  const values = weights || countsWays ? new Float64Array(indices.length) : undefined;
  let size = 0;
  for (let v = 0; v < numNodes; v++) {
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const w = indices[e]!;
      if (w === v && !countsWays) continue;
      if (size === starts[v] || kept[size - 1] !== w) kept[size++] = w;
      if (values) values[size - 1] = values[size - 1]! + (weights?.[e] ?? 1);
    }
    starts[v + 1] = size;
  }
  return { indptr: starts, indices: kept.subarray(0, size), ...(values && { weights: values.subarray(0, size) }) };
}
