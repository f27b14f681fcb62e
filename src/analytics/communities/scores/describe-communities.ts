import * as z from 'zod/mini';
import { checkOptions } from '../../../core/index.js';
import type { HeteroGraph } from '../../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../../project/project-options.js';
import { projectedUndirected } from '../../project/projected.js';
import type { ProjectedGraph } from '../../project/projected-graph.js';
import { checkPartition, type GivenPartition, valuesOf } from './check-partition.js';
import { cutWeights, internalWeights, sumsOver } from './community-weights.js';
import { strengths } from './strengths.js';

export interface CommunityDescription {
  /** The number of each community in the partition that was given, [numCommunities]; those below are in this order, that of their first nodes. */
  readonly labels: Float64Array;
  /** Nodes. */
  readonly sizes: Int32Array;
  /** Weight of the edges inside. */
  readonly internal: Float64Array;
  /** Weight of the edges to other communities, and from them. */
  readonly cut: Float64Array;
  /**
   * `cut` as a share of the weight at the ends of edges in the community, or in all others where that is less; from 0 (separate) to 1.
   * NaN where either has none, such as for one community of all nodes.
   */
  readonly conductance: Float64Array;
  /** The share of all weight that lies inside communities; NaN for a graph without edges. */
  readonly coverage: number;
}

const schema = z.strictObject(projectOptions);

/**
 * Sizes, weights, conductance (Kannan, Vempala, Vetta 2004) and coverage of communities. An edge counts its weight whatever its
 * direction. O(E).
 *
 * @param communities one whole number for each node, [numNodes], equal for nodes of one community, or what an algorithm returned
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION, INVALID_WEIGHT, and what `projectGraph` throws
 */
export async function describeCommunities(
  graph: HeteroGraph | ProjectedGraph,
  communities: GivenPartition,
  options: ProjectOptions = {},
): Promise<CommunityDescription> {
  checkOptions(schema, options);
  const projection = await projectedUndirected(graph, options);
  const partition = checkPartition(communities, projection.numNodes);
  const { out, into, total } = strengths(projection);
  const internal = internalWeights(projection, partition);
  const outEnds = sumsOver(partition, out);
  const inEnds = into === out ? undefined : sumsOver(partition, into);
  const ends = inEnds ? outEnds.map((sum, c) => sum + inEnds[c]!) : outEnds;
  const sizes = new Int32Array(partition.count);
  const labels = new Float64Array(partition.count);
  partition.communities.forEach((c, v) => {
    if (sizes[c]!++ === 0) labels[c] = valuesOf(communities)[v]!;
  });
  const cut = cutWeights(projection, partition);
  const others = sumsOfOthers(ends);
  return {
    labels,
    sizes,
    internal,
    cut,
    conductance: cut.map((weight, c) => weight / Math.min(ends[c]!, others[c]!)),
    coverage: internal.reduce((sum, weight) => sum + weight, 0) / total,
  };
}

/** The sum of all values but each, without a difference that would leave rounding behind. */
function sumsOfOthers(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length);
  let before = 0;
  for (let c = 0; c < values.length; c++) {
    sums[c] = before;
    before += values[c]!;
  }
  let after = 0;
  for (let c = values.length - 1; c >= 0; c--) {
    sums[c]! += after;
    after += values[c]!;
  }
  return sums;
}
