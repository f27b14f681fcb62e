import * as z from 'zod/mini';
import { getPool } from '../../compute/index.js';
import { Placement } from '../../compute/internal.js';
import { checkOptions, option, type Pieces, RandomStream, throwIfAborted, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projectedUndirected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { type ThreadOptions, threadOptions } from '../project/thread-options.js';
import { NodeValues } from '../results/node-values.js';
import type { CommunityResult } from './community-result.js';
import { aggregate } from './optimise/aggregate.js';
import { byNode, byPlace, firstLevel } from './optimise/first-level.js';
import { LevelPlaces } from './optimise/level-places.js';
import { moveNodes } from './optimise/move-nodes.js';
import { renumber, renumberBySize } from './optimise/renumber.js';
import { checkPartition, type GivenPartition } from './scores/check-partition.js';
import { type ObjectiveOptions, objectiveOptions, qualityOf, sharesOf } from './scores/objective.js';

export interface LouvainOptions extends ObjectiveOptions, ProjectOptions, ThreadOptions {
  /** Communities to begin from, [numNodes]; default every node on its own. */
  readonly initial?: GivenPartition;
  /** Default 0. */
  readonly seed?: number;
}

export interface LouvainResult extends CommunityResult {
  /** What was made large: modularity, or the objective that was asked for; NaN where a graph without edges has none. */
  readonly quality: number;
  /** How many times communities became the nodes of a smaller graph. */
  readonly levels: number;
}

const schema = z.strictObject({
  ...projectOptions,
  ...objectiveOptions,
  ...threadOptions,
  initial: z.optional(z.any()),
  seed: z.optional(option.seed),
});

/**
 * Communities by the Louvain algorithm (Blondel, Guillaume, Lambiotte, Lefebvre 2008): nodes move to the community where they are worth
 * most until none gains, then communities become the nodes of a smaller graph, until nothing moves. After its first visit, a node is
 * looked at again when a neighbour has moved. A community may be disconnected, which {@link leiden} rules out. A
 * typed graph is taken without directions unless `direction` says so; a projection as it is.
 *
 * @example
 * const { communities, quality } = await louvain(graph, { relations: ['cites'], seed: 1 });
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, INVALID_WEIGHT where a weight is negative or not finite, SHAPE_MISMATCH,
 * INDEX_OUT_OF_RANGE; OUT_OF_MEMORY beyond some 100M edges (60M with weights), whose levels lie in 4 GiB that threads share; DISPOSED of a
 * `pool` that is; and what `projectGraph` throws
 */
export async function louvain(
  graph: HeteroGraph | ProjectedGraph,
  options: LouvainOptions = {},
): Promise<LouvainResult> {
  checkOptions(schema, options);
  throwIfAborted(options.signal);
  const projection = await projectedUndirected(graph, options);
  const { communities, ...rest } = await withPauses(louvainPieces(projection, options), options.signal);
  return { communities: new NodeValues(projection, communities), ...rest };
}

function* louvainPieces(
  graph: ProjectedGraph,
  options: LouvainOptions,
): Pieces<Omit<LouvainResult, 'communities'> & { readonly communities: Int32Array }> {
  const { objective, initial, seed = 0, pool = getPool(), onProgress } = options;
  const random = new RandomStream(seed, 'louvain');
  const shares = sharesOf(graph, options);
  const given = initial && checkPartition(initial, graph.numNodes, 'initial').communities;
  const ground = new Placement(pool.arena);
  const places = new LevelPlaces(pool, ground);
  let communities: Int32Array;
  let levels = 0;
  try {
    const first = yield* firstLevel(graph, shares, pool, ground);
    let { level } = first;
    const found = byPlace(given, first.nodes);
    let current = found.slice();
    for (;;) {
      const moves = yield* moveNodes(level, current, random.child(levels), pool);
      const count = renumber(current);
      for (let v = 0; v < found.length; v++) found[v] = current[levels === 0 ? v : found[v]!]!;
      onProgress?.({ stage: 'louvain', done: levels, unit: 'levels', values: { communities: count, moves } });
      if (count === level.numNodes) break;
      levels++;
      const [before, groups] = [level, current];
      level = places.next((place) => aggregate(before, groups, count, { pool, place }));
      yield;
      current = Int32Array.from({ length: count }, (_, c) => c);
    }
    communities = byNode(found, first.nodes);
  } finally {
    places.dispose();
  }
  const sizes = renumberBySize(communities);
  const count = sizes.length;
  return {
    communities,
    numCommunities: count,
    sizes,
    quality: qualityOf(graph, { communities, count }, shares, objective),
    levels,
  };
}
