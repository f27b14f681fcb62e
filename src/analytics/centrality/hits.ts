import * as z from 'zod/mini';
import { getPool } from '../../compute/index.js';
import { checkOptions, throwIfAborted, YieldTimer } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { expectNonNegativeWeights } from '../project/check-weights.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { type IterateOptions, iterateOptions, MAX_ITERATIONS, TOLERANCE } from './iterate-options.js';
import { distance, scale, sumOf } from './vectors.js';
import { WalkSpace } from './walk-space.js';

export interface HitsOptions extends ProjectOptions, IterateOptions {}

export interface Hits {
  /** How well a node points at authorities; in sum 1. */
  readonly hubs: NodeValues;
  /** How much hubs point at it; in sum 1. */
  readonly authorities: NodeValues;
  readonly iterations: number;
  readonly hasConverged: boolean;
}

const schema = z.strictObject({ ...projectOptions, ...iterateOptions });

/**
 * Hubs and authorities: a good hub points at good authorities, a good authority is pointed at by good hubs. Power iteration from equal
 * hubs; where several parts of the graph are equally strong, what it ends with depends on that beginning. Without edges all are 0.
 * O(iterations x E); threads decide no bit.
 *
 * @example
 * const { hubs, authorities } = await hits(graph, { relations: ['cites'] });
 * @throws {HeteroGraphError} INVALID_OPTION, INVALID_WEIGHT; as `projectGraph`; ABORTED
 * @see Kleinberg, "Authoritative sources in a hyperlinked environment", JACM 1999
 */
export async function hits(graph: HeteroGraph | ProjectedGraph, options: HitsOptions = {}): Promise<Hits> {
  checkOptions(schema, options);
  const { tolerance = TOLERANCE, maxIterations = MAX_ITERATIONS, pool = getPool(), signal, onProgress } = options;
  const over = await projected(graph, options);
  expectNonNegativeWeights(over, 'hits');
  throwIfAborted(signal);
  const timer = new YieldTimer(signal);
  const space = new WalkSpace(pool, over.numNodes);
  try {
    const toAuthorities = space.summing(over.backward);
    const toHubs = over.isDirected ? space.summing(over.forward) : toAuthorities;
    let [hubs, next] = [space.vector(), space.vector()];
    const authorities = space.vector();
    space.values(hubs).fill(1 / Math.max(1, over.numNodes));
    let [iterations, hasConverged] = [0, over.numNodes === 0];
    while (!hasConverged && iterations < maxIterations) {
      toAuthorities(hubs, authorities);
      normalise(space.values(authorities));
      toHubs(authorities, next);
      normalise(space.values(next));
      const change = distance(space.values(hubs), space.values(next));
      [hubs, next] = [next, hubs];
      iterations++;
      hasConverged = change < tolerance;
      onProgress?.({ stage: 'hits', done: iterations, unit: 'iterations', values: { change } });
      if (timer.isDue()) await timer.yieldNow();
    }
    return {
      hubs: new NodeValues(over, space.values(hubs).slice()),
      authorities: new NodeValues(over, space.values(authorities).slice()),
      iterations,
      hasConverged,
    };
  } finally {
    space.dispose();
  }
}

function normalise(values: Float64Array): void {
  const sum = sumOf(values);
  if (sum > 0) scale(values, 1 / sum);
}
