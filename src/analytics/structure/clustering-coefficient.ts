import * as z from 'zod/mini';
import { getPool, type Pool } from '../../compute/index.js';
import { checkOptions, type Pieces, throwIfAborted, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { expectNonNegativeWeights } from '../project/check-weights.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { type ThreadOptions, threadOptions } from '../project/thread-options.js';
import { undirected } from '../project/without-direction.js';
import { NodeValues } from '../results/node-values.js';
import { countTriangles } from './simple/count-triangles.js';
import { mergedNeighbours } from './simple/merged-neighbours.js';
import { rankByDegree } from './simple/ranked-graph.js';
import { weighTriangles } from './simple/weigh-triangles.js';

export interface ClusteringResult {
  /** Of each node, from 0 to 1: the share of pairs of its neighbours that are neighbours; 0 for a node with fewer than two. */
  readonly local: NodeValues;
  /** Mean over all nodes; NaN where there are none. */
  readonly mean: number;
  /** The share of paths of two edges that are closed, without weights; 0 where there are none. */
  readonly transitivity: number;
}

export interface ClusteringOptions extends ProjectOptions, ThreadOptions {}

const schema = z.strictObject({ ...projectOptions, ...threadOptions });

/**
 * Clustering coefficients of the graph without directions, self loops and parallel edges (Watts, Strogatz 1998). With weights, a triangle
 * counts the geometric mean of its three weights as shares of the largest (Onnela et al. 2005; weights of parallel edges are added).
 * O(E^1.5) at most; without weights on all threads, with the same numbers for any number of them.
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_WEIGHT where a weight is negative; OUT_OF_MEMORY where the neighbours do not fit into the 4 GiB
 * that threads share; DISPOSED of a `pool` that is; and what `projectGraph` throws
 */
export async function clusteringCoefficient(
  graph: HeteroGraph | ProjectedGraph,
  options: ClusteringOptions = {},
): Promise<ClusteringResult> {
  checkOptions(schema, options);
  throwIfAborted(options.signal);
  const projection = await projected(graph, options, 'both');
  expectNonNegativeWeights(projection, 'clusteringCoefficient');
  const { local, transitivity } = await withPauses(clusteringOf(projection, options.pool ?? getPool()), options.signal);
  const mean = local.reduce((sum, value) => sum + value, 0) / local.length;
  return { local: new NodeValues(projection, local), mean, transitivity };
}

function* clusteringOf(graph: ProjectedGraph, pool: Pool): Pieces<{ local: Float64Array; transitivity: number }> {
  const whole = yield* undirected(graph);
  const { counts, degrees } = yield* countTriangles(whole.forward, pool);
  const values = whole.forward.weights ? yield* weighedTriangles(whole) : counts;
  let closed = 0;
  let pairs = 0;
  const local = values.map((value, v) => {
    const degree = degrees[v]!;
    closed += counts[v]!;
    pairs += (degree * (degree - 1)) / 2;
    return degree < 2 ? 0 : (2 * value) / (degree * (degree - 1));
  });
  return { local, transitivity: pairs === 0 ? 0 : closed / pairs };
}

function* weighedTriangles(graph: ProjectedGraph): Pieces<Float64Array> {
  const simple = yield* mergedNeighbours(graph);
  yield;
  return yield* weighTriangles(rankByDegree(simple));
}
