import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, withPauses } from '../../core/index.js';
import type { HeteroGraph, MetapathStep } from '../../graph/index.js';
import { type NodeRef, nodeNumbers } from '../project/node-refs.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodePairs } from '../results/node-pairs.js';
import { metricParts, type SimilarityMetric, similarityMetrics } from './metrics.js';
import { profilesOf } from './profiles.js';
import { similarPairs } from './similar-pairs.js';

export interface SimilarPairsOptions extends ProjectOptions {
  /** Nodes that others are found for; default all. */
  readonly nodes?: readonly NodeRef[];
  /** Others a node at most; default 10. */
  readonly topK?: number;
  /** Less similar pairs are dropped; default none but those that share nothing. */
  readonly cutoff?: number;
  /** Nodes of fewer neighbours are left out; default 1. */
  readonly minDegree?: number;
  /** Nodes of more neighbours are left out; default no limit. */
  readonly maxDegree?: number;
}

export interface NodeSimilarityOptions extends SimilarPairsOptions {
  /** Default `jaccard`. */
  readonly metric?: SimilarityMetric;
}

export interface PathSimOptions extends SimilarPairsOptions {
  /** The way from the nodes that are compared to what they may share; there and back is the metapath of the paper. */
  readonly metapath: readonly MetapathStep[];
}

const kept = {
  ...projectOptions,
  nodes: z.optional(z.custom<readonly NodeRef[]>((value) => Array.isArray(value), 'a list of nodes')),
  topK: z.optional(option.count),
  cutoff: z.optional(option.nonNegative),
  minDegree: z.optional(option.count),
  maxDegree: z.optional(option.count),
};
const similaritySchema = z.strictObject({ ...kept, metric: z.optional(z.enum(similarityMetrics)) });
const pathSimSchema = z.strictObject(kept);

/**
 * For each node the most similar others by shared neighbours along the edges, as node similarity of Neo4j GDS: of a relation from users to
 * items, users by their items; with `direction: 'in'`, items by their users. Definitions are those of `pairSimilarity`. O(sum over
 * neighbours of the square of the nodes that lead to them).
 *
 * @example
 * const pairs = await nodeSimilarity(graph, { relations: ['bought'], topK: 5, cutoff: 0.2 });
 * pairs.at(0); // { source: { type: 'user', id: 'ann', row: 0 }, target: { ... }, value: 0.75 }
 * @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative; UNKNOWN_ID, UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION, ABORTED; as
 * `projectGraph`
 */
export async function nodeSimilarity(
  graph: HeteroGraph | ProjectedGraph,
  options: NodeSimilarityOptions = {},
): Promise<NodePairs> {
  checkOptions(similaritySchema, options);
  return pairsOf(await projected(graph, options), options.metric ?? 'jaccard', options);
}

/**
 * For each node the most similar others by PathSim (Sun, Han, Yan, Yu and Wu, "PathSim: meta path-based top-k similarity search in
 * heterogeneous information networks", 2011): twice the instances of the metapath there and back between two nodes, over those from each to
 * itself.
 *
 * @example
 * // Authors who publish at the same venues: there and back is APVPA.
 * const pairs = await pathSim(graph, { metapath: ['writes', 'appears-in'], topK: 5 });
 * @throws {HeteroGraphError} INVALID_OPTION without a metapath; UNKNOWN_ID, UNKNOWN_TYPE, AMBIGUOUS, ABORTED; as `projectGraph`
 */
export async function pathSim(graph: HeteroGraph, options: PathSimOptions): Promise<NodePairs> {
  checkOptions(pathSimSchema, options);
  if (options.metapath === undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'metapath is missing.', {
      column: 'metapath',
      hint: 'Name the steps from the nodes that are compared to what they share, as [writes, appears-in].',
    });
  }
  return pairsOf(await projected(graph, options), 'pathsim', options);
}

async function pairsOf(
  view: ProjectedGraph,
  metric: SimilarityMetric,
  options: SimilarPairsOptions,
): Promise<NodePairs> {
  const { topK = 10, cutoff = 0, minDegree = 1, maxDegree = Number.POSITIVE_INFINITY, nodes } = options;
  const sources = nodes && nodeNumbers(view, nodes, 'nodes');
  const parts = metricParts[metric];
  const asked = { topK, cutoff, minDegree, maxDegree, ...(sources && { sources }) };
  const found = await withPauses(similarPairs(profilesOf(view, parts), parts, asked), options.signal);
  return new NodePairs(view, found.sources, found.targets, found.values);
}
