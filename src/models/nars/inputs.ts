import type { RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { propagationInput } from '../../propagation/index.js';
import { neighbourMeans, relationSubsets } from '../../propagation/internal.js';
import { noRelations } from '../inputs/check.js';
import type { Inputs, PrecomputeRequest } from '../precomputed/kind.js';
import type { NarsSettings } from './settings.js';

/** Averages of a hop in S subgraphs: [rows, S, W], row-major; S is 1 for hop 0, which is the same in all. */
export interface NarsHop {
  readonly subsets: number;
  readonly width: number;
  readonly values: Float32Array;
}

export interface NarsInputs extends Inputs {
  readonly hops: readonly NarsHop[];
}

/** @throws {HeteroGraphError} NO_RELATIONS, UNKNOWN_TYPE, OUT_OF_MEMORY, ABORTED */
export async function narsInputs(
  graph: HeteroGraph,
  { task: { nodeType }, rows, seed }: PrecomputeRequest,
  { hops, subsets: count, width, relations }: NarsSettings,
  run: RunOptions,
): Promise<NarsInputs> {
  const input = propagationInput(graph, nodeType, relations);
  const subsets = relationSubsets(input, count, seed);
  if (subsets.length === 0) throw noRelations(nodeType);
  const means = await neighbourMeans(input, { subsets, hops, width, rows, seed, ...run });
  return {
    rows,
    hops: means.map((values, hop) => ({ subsets: hop === 0 ? 1 : subsets.length, width, values })),
    shapes: means.map((_, hop) => ({ name: `hop-${hop}`, width: width * (hop === 0 ? 1 : subsets.length) })),
    dispose: () => {},
  };
}
