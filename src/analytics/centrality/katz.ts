import * as z from 'zod/mini';
import { getPool } from '../../compute/index.js';
import { checkOptions, HeteroGraphError, option, throwIfAborted, YieldTimer } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { expectNonNegativeWeights } from '../project/check-weights.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { type IterateOptions, iterateOptions, MAX_ITERATIONS, TOLERANCE } from './iterate-options.js';
import type { Ranks } from './ranks.js';
import { largestWeight } from './strength.js';
import { distance } from './vectors.js';
import { WalkSpace } from './walk-space.js';

export interface KatzOptions extends ProjectOptions, IterateOptions {
  /**
   * What each further edge of a walk is worth; the sum of all walks exists below one over the largest eigenvalue. Default: 0.9 over the
   * largest sum of the weights of the edges into a node (or out of one, where that is less), for which it always does.
   */
  readonly alpha?: number;
  /** What every node has of its own; default 1. */
  readonly beta?: number;
}

/** Scores beyond this do not come back. */
const LARGEST = 1e100;

const schema = z.strictObject({
  ...projectOptions,
  ...iterateOptions,
  alpha: z.optional(option.positive),
  beta: z.optional(option.positive),
});

/**
 * Katz centrality: walks that end at a node, each edge worth alpha: score = alpha * sum over edges into the node of weight * score + beta.
 * O(iterations x E); threads decide no bit.
 *
 * @example
 * const { scores } = await katz(graph, { relations: ['follows'], alpha: 0.01 });
 * @throws {HeteroGraphError} INVALID_OPTION where alpha is so large that the scores grow without end; INVALID_WEIGHT; as `projectGraph`;
 * ABORTED
 * @see Katz, "A new status index derived from sociometric analysis", Psychometrika 1953
 */
export async function katz(
  graph: HeteroGraph | ProjectedGraph,
  options: KatzOptions = {},
): Promise<Ranks & { readonly alpha: number }> {
  checkOptions(schema, options);
  const { tolerance = TOLERANCE, maxIterations = MAX_ITERATIONS, pool = getPool(), beta = 1 } = options;
  const { signal, onProgress } = options;
  const over = await projected(graph, options);
  expectNonNegativeWeights(over, 'katz');
  throwIfAborted(signal);
  const { numNodes } = over;
  const alpha = options.alpha ?? safeAlpha(over);
  const timer = new YieldTimer(signal);
  const space = new WalkSpace(pool, numNodes);
  try {
    const sum = space.summing(over.backward);
    let [scores, next] = [space.vector(), space.vector()];
    let [iterations, hasConverged] = [0, numNodes === 0];
    while (!hasConverged && iterations < maxIterations) {
      sum(scores, next);
      const after = space.values(next);
      for (let v = 0; v < numNodes; v++) after[v] = alpha * after[v]! + beta;
      const change = distance(space.values(scores), after);
      if (!(change < LARGEST * beta)) throw tooLarge(alpha);
      [scores, next] = [next, scores];
      iterations++;
      hasConverged = change < tolerance * beta;
      onProgress?.({ stage: 'katz', done: iterations, unit: 'iterations', values: { change } });
      if (timer.isDue()) await timer.yieldNow();
    }
    return { scores: new NodeValues(over, space.values(scores).slice()), iterations, hasConverged, alpha };
  } finally {
    space.dispose();
  }
}

/** The largest eigenvalue is at most the largest sum of a row, and of a column. */
function safeAlpha({ forward, backward }: ProjectedGraph): number {
  const bound = Math.min(largestWeight(forward), largestWeight(backward));
  return bound > 0 ? 0.9 / bound : 0.1;
}

function tooLarge(alpha: number): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `alpha is ${alpha}, with which the scores grow without end.`, {
    column: 'alpha',
    hint: 'Take less than one over the largest eigenvalue; the default always works.',
  });
}
