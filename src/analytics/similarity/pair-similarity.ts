import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type NodeRef, nodeNumbers } from '../project/node-refs.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodePairs } from '../results/node-pairs.js';
import { type MetricParts, metricParts, type SimilarityMetric, similarityMetrics } from './metrics.js';
import { type Profiles, profilesOf } from './profiles.js';

export interface PairSimilarityOptions extends ProjectOptions {
  /** First nodes of the pairs. */
  readonly sources: readonly NodeRef[];
  /** Second nodes, as many. */
  readonly targets: readonly NodeRef[];
  /** Default `jaccard`. */
  readonly metric?: SimilarityMetric;
}

const refs = z.custom<readonly NodeRef[]>((value) => Array.isArray(value), 'a list of nodes');
const schema = z.strictObject({
  ...projectOptions,
  ...{ sources: refs, targets: refs, metric: z.optional(z.enum(similarityMetrics)) },
});

/**
 * How alike the nodes of given pairs are by their neighbours, whatever the directions of edges unless `direction` says otherwise. Each
 * neighbour counts once, without self loops, weights of parallel edges added up (all but `pathsim`, which counts ways); 0 where nothing is
 * shared. O(neighbours) a pair.
 *
 * @example
 * const { values } = await pairSimilarity(graph, { sources: ['ann'], targets: ['bob'], metric: 'adamic-adar' });
 * @throws {HeteroGraphError} SHAPE_MISMATCH where there are more of one than of the other; INVALID_WEIGHT where a weight is negative;
 * UNKNOWN_ID, UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function pairSimilarity(
  graph: HeteroGraph | ProjectedGraph,
  options: PairSimilarityOptions,
): Promise<NodePairs> {
  checkOptions(schema, options);
  const { metric = 'jaccard' } = options;
  if (options.sources.length !== options.targets.length) {
    const message = `There are ${options.sources.length} sources and ${options.targets.length} targets.`;
    throw new HeteroGraphError('SHAPE_MISMATCH', message, { column: 'targets', hint: 'A pair has one of each.' });
  }
  const view = await projected(graph, options, options.direction ?? 'both');
  const sources = nodeNumbers(view, options.sources, 'sources');
  const targets = nodeNumbers(view, options.targets, 'targets');
  const parts = metricParts[metric];
  const profiles = profilesOf(view, parts);
  const values = Float64Array.from(sources, (a, i) => similarityOf(profiles, parts, a, targets[i]!));
  return new NodePairs(view, sources, targets, values);
}

/** Both rows side by side. */
function similarityOf({ forward, backward, sizes }: Profiles, parts: MetricParts, a: number, b: number): number {
  const { indptr, indices, weights } = forward;
  let [i, j] = [indptr[a]!, indptr[b]!];
  const [iEnd, jEnd] = [indptr[a + 1]!, indptr[b + 1]!];
  let sum = 0;
  while (i < iEnd && j < jEnd) {
    const [u, w] = [indices[i]!, indices[j]!];
    if (u === w) {
      const degree = backward.indptr[u + 1]! - backward.indptr[u]!;
      sum += parts.share(weights?.[i] ?? 1, weights?.[j] ?? 1, degree);
    }
    if (u <= w) i++;
    if (w <= u) j++;
  }
  return sum > 0 ? parts.value(sum, sizes[a]!, sizes[b]!) : 0;
}
