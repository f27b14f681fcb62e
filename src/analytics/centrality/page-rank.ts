import * as z from 'zod/mini';
import { getPool } from '../../compute/index.js';
import { type PageRankArrays, Placement, pageRankFigureBytes, pageRankStep } from '../../compute/internal.js';
import {
  checkOptions,
  HeteroGraphError,
  option,
  type RunOptions,
  throwIfAborted,
  YieldTimer,
} from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { expectNonNegativeWeights } from '../project/check-weights.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { type IterateOptions, iterateOptions, MAX_ITERATIONS, TOLERANCE } from './iterate-options.js';
import { placedEdges } from './placed-edges.js';
import type { Ranks } from './ranks.js';
import { type RestartOptions, restartChances, restartOptions } from './restart.js';
import { outWeights } from './strength.js';

export interface PageRankOptions extends ProjectOptions, RestartOptions, IterateOptions {
  /** Chance to follow an edge rather than to restart; default 0.85. */
  readonly damping?: number;
}

/** Pieces of the schema of the options, but for where it restarts. */
export const pageRankOptions = { ...projectOptions, ...iterateOptions, damping: z.optional(option.rate) };

const schema = z.strictObject({ ...pageRankOptions, ...restartOptions });

/**
 * PageRank: how often a walker comes by that follows edges, chosen by their weights, and restarts now and then, or where no edge leads on.
 * It restarts anywhere, or at `sources` (personalised), or by node type (`restart`). Scores add up to 1. O(iterations x E), some 50 to 100
 * iterations; every row is summed in one order, so that threads decide no bit.
 *
 * @example
 * const { scores } = await pageRank(graph, { relations: ['cites'] });
 * const near = await pageRank(graph, { direction: 'both', sources: { type: 'author', id: 'a17' } });
 * @throws {HeteroGraphError} INVALID_OPTION, INVALID_WEIGHT; UNKNOWN_ID, AMBIGUOUS of sources; as `projectGraph`; ABORTED
 * @see Page, Brin, Motwani, Winograd, "The PageRank citation ranking", Stanford 1999; Haveliwala, "Topic-sensitive PageRank", WWW 2002
 */
export async function pageRank(graph: HeteroGraph | ProjectedGraph, options: PageRankOptions = {}): Promise<Ranks> {
  checkOptions(schema, options);
  const over = await projected(graph, options);
  expectNonNegativeWeights(over, 'pagerank');
  const { values, ...rest } = await pageRankOf(over, restartChances(over, options), options);
  return { scores: new NodeValues(over, values), ...rest };
}

type Settings = Pick<PageRankOptions, 'damping'> & IterateOptions & RunOptions;

/** The scores alone. @param chances of a restart, [numNodes], in sum 1; undefined: all nodes the same */
export async function pageRankOf(graph: ProjectedGraph, chances: Float64Array | undefined, options: Settings) {
  const { damping = 0.85, tolerance = TOLERANCE, maxIterations = MAX_ITERATIONS, pool = getPool() } = options;
  const { signal, onProgress } = options;
  throwIfAborted(signal);
  const { numNodes } = graph;
  if (numNodes === 0) return { values: new Float64Array(0), iterations: 0, hasConverged: true };
  const timer = new YieldTimer(signal);
  const start = chances ?? new Float64Array(numNodes).fill(1 / numNodes);
  const scale = passingScales(graph);
  const place = new Placement(pool.arena);
  try {
    const edges = placedEdges(place, graph.backward);
    let stuck = 0;
    const passed = start.map((rank, v) => {
      if (scale[v] === 0) stuck += rank;
      return rank * scale[v]!;
    });
    const fixed = {
      rank: place.of(start),
      scale: place.of(scale),
      chance: chances ? place.of(chances) : 0,
      figures: place.block(pageRankFigureBytes(numNodes)),
      numbers: place.block(16),
    };
    let arrays: PageRankArrays = { ...fixed, passed: place.of(passed), passedOn: place.block(8 * numNodes) };
    const even = chances ? 1 : 1 / numNodes;
    let iterations = 0;
    let hasConverged = false;
    while (!hasConverged && iterations < maxIterations) {
      const share = (1 - damping + damping * stuck) * even;
      const step = pageRankStep(pool, edges, arrays, damping, share);
      arrays = { ...arrays, passed: arrays.passedOn, passedOn: arrays.passed };
      stuck = step.stuck;
      iterations++;
      hasConverged = step.change <= tolerance;
      onProgress?.({ stage: 'pagerank', done: iterations, unit: 'iterations', values: { change: step.change } });
      if (timer.isDue()) await timer.yieldNow();
    }
    return { values: pool.arena.float64(arrays.rank, numNodes).slice(), iterations, hasConverged };
  } finally {
    place.dispose();
  }
}

/** What a node passes on along an edge of weight 1: one over its strength; 0 where it has no edges. */
function passingScales(graph: ProjectedGraph): Float64Array {
  return outWeights(graph.forward).map((sum) => {
    const scale = sum === 0 ? 0 : 1 / sum;
    if (Number.isFinite(scale) && Number.isFinite(sum)) return scale;
    throw new HeteroGraphError('INVALID_WEIGHT', `The edges of a node weigh ${sum} together.`, {
      column: 'weights',
      hint: 'Scale the weights, so that their sum can be told as a number.',
    });
  });
}
