import * as z from 'zod/mini';
import { getPool } from '../../compute/index.js';
import { checkOptions, throwIfAborted, YieldTimer } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { expectNonNegativeWeights } from '../project/check-weights.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projectedUndirected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { type IterateOptions, iterateOptions, MAX_ITERATIONS, TOLERANCE } from './iterate-options.js';
import type { Ranks } from './ranks.js';
import { distance, lengthOf, scale } from './vectors.js';
import { WalkSpace } from './walk-space.js';

export interface EigenvectorOptions extends ProjectOptions, IterateOptions {}

const schema = z.strictObject({ ...projectOptions, ...iterateOptions });

/**
 * Eigenvector centrality: the score of a node is proportional to the sum of those that lead to it, times the weights of the edges; scores
 * have length 1. Power iteration of A + I, which converges on bipartite graphs as well, from equal scores; without direction by default.
 * Nodes outside of the strongest part of the graph come near 0; a directed graph without a cycle has no such scores, and all of them fall
 * on the last nodes, slowly (`hasConverged`). O(iterations x E); threads decide no bit.
 *
 * @example
 * const { scores } = await eigenvector(graph, { metapath: ['writes', { reverse: 'writes' }] });
 * @throws {HeteroGraphError} INVALID_OPTION, INVALID_WEIGHT; as `projectGraph`; ABORTED
 * @see Bonacich, "Power and centrality: a family of measures", American Journal of Sociology 1987
 */
export async function eigenvector(
  graph: HeteroGraph | ProjectedGraph,
  options: EigenvectorOptions = {},
): Promise<Ranks> {
  checkOptions(schema, options);
  const { tolerance = TOLERANCE, maxIterations = MAX_ITERATIONS, pool = getPool(), signal, onProgress } = options;
  const over = await projectedUndirected(graph, options);
  expectNonNegativeWeights(over, 'eigenvector');
  throwIfAborted(signal);
  const { numNodes } = over;
  const timer = new YieldTimer(signal);
  const space = new WalkSpace(pool, numNodes);
  try {
    const sum = space.summing(over.backward);
    let [scores, next] = [space.vector(), space.vector()];
    space.values(scores).fill(1 / Math.sqrt(Math.max(1, numNodes)));
    let [iterations, hasConverged] = [0, numNodes === 0];
    while (!hasConverged && iterations < maxIterations) {
      sum(scores, next);
      const [before, after] = [space.values(scores), space.values(next)];
      for (let v = 0; v < numNodes; v++) after[v]! += before[v]!;
      scale(after, 1 / lengthOf(after));
      const change = distance(before, after);
      [scores, next] = [next, scores];
      iterations++;
      hasConverged = change < tolerance;
      onProgress?.({ stage: 'eigenvector', done: iterations, unit: 'iterations', values: { change } });
      if (timer.isDue()) await timer.yieldNow();
    }
    return { scores: new NodeValues(over, space.values(scores).slice()), iterations, hasConverged };
  } finally {
    space.dispose();
  }
}
