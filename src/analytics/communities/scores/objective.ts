import * as z from 'zod/mini';
import { option } from '../../../core/index.js';
import type { ProjectedGraph } from '../../project/projected-graph.js';
import type { Partition } from './check-partition.js';
import { internalWeights, sumsOver } from './community-weights.js';
import { sidesOf } from './sides.js';
import { strengths } from './strengths.js';

/**
 * What is to be large:
 * - `modularity` (Newman, Girvan 2004; Leicht, Newman 2008 for directed graphs)
 * - `bipartite-modularity` (Barber 2007), of two node types with edges between them alone
 * - `cpm`, the constant Potts model (Traag, Van Dooren, Nesterov 2011)
 */
export type CommunityObjective = 'modularity' | 'bipartite-modularity' | 'cpm';

export interface ObjectiveOptions {
  /** Default `modularity`. */
  readonly objective?: CommunityObjective;
  /** The larger, the smaller the communities; default 1. Of `cpm`, the density that communities must exceed. */
  readonly resolution?: number;
}

/** Pieces of the schema of options. */
export const objectiveOptions = {
  objective: z.optional(z.enum(['modularity', 'bipartite-modularity', 'cpm'])),
  resolution: z.optional(option.nonNegative),
};

/**
 * What an objective expects between two nodes: `scale * (out[u] * into[v] + into[u] * out[v])`. A community is worth the weight inside
 * it, less `scale` times the product of both sums over it.
 */
export interface Shares {
  readonly out: Float64Array;
  /** The same array as `out` where directions do not count. */
  readonly into: Float64Array;
  readonly scale: number;
  /** What the worth of all communities is divided by. */
  readonly unit: number;
}

/** @throws {HeteroGraphError} INVALID_WEIGHT, INVALID_OPTION where a bipartite graph is needed */
export function sharesOf(
  graph: ProjectedGraph,
  { objective = 'modularity', resolution = 1 }: ObjectiveOptions = {},
): Shares {
  const { out, into, total } = strengths(graph);
  const { isDirected, numNodes } = graph;
  if (objective === 'cpm') {
    const ones = new Float64Array(numNodes).fill(1);
    return { out: ones, into: ones, scale: isDirected ? resolution : resolution / 2, unit: 1 };
  }
  const perWeight = total === 0 ? 0 : resolution / total;
  if (objective === 'modularity') return { out, into, scale: isDirected ? perWeight : perWeight / 4, unit: total };
  const sides = sidesOf(graph);
  const degree = (v: number) => (isDirected ? out[v]! + into[v]! : out[v]!);
  return {
    out: Float64Array.from(sides, (side, v) => (side === 0 ? degree(v) : 0)),
    into: Float64Array.from(sides, (side, v) => (side === 1 ? degree(v) : 0)),
    scale: perWeight,
    unit: total,
  };
}

/** What a partition is worth. */
export function qualityOf(
  graph: ProjectedGraph,
  partition: Partition,
  { out, into, scale, unit }: Shares,
  objective: CommunityObjective = 'modularity',
): number {
  const inside = internalWeights(graph, partition);
  const outSums = sumsOver(partition, out);
  const inSums = into === out ? outSums : sumsOver(partition, into);
  let sum = 0;
  for (let c = 0; c < partition.count; c++) {
    // A node makes no pair with itself.
    const own = objective === 'cpm' ? outSums[c]! : 0;
    sum += inside[c]! - scale * (outSums[c]! * inSums[c]! - own);
  }
  return sum / unit;
}
