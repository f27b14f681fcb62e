import * as z from 'zod/mini';
import { getPool, type Pool } from '../../compute/index.js';
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
import type { LevelGraph } from './optimise/level-graph.js';
import { LevelPlaces } from './optimise/level-places.js';
import { moveNodes } from './optimise/move-nodes.js';
import { refine } from './optimise/refine.js';
import { renumber, renumberBySize } from './optimise/renumber.js';
import { splitDisconnected } from './optimise/split-disconnected.js';
import { checkPartition, type GivenPartition } from './scores/check-partition.js';
import { type ObjectiveOptions, objectiveOptions, qualityOf, sharesOf } from './scores/objective.js';

export interface LeidenOptions extends ObjectiveOptions, ProjectOptions, ThreadOptions {
  /** Rounds of moving, refining and aggregating at most, each from the communities of the one before; default 2. */
  readonly iterations?: number;
  /** How readily the refinement takes another part than the best one, in units of weight; default 0.01. */
  readonly randomness?: number;
  /** Communities to begin from, [numNodes]; default every node on its own. */
  readonly initial?: GivenPartition;
  /** Default 0. */
  readonly seed?: number;
}

export interface LeidenResult extends CommunityResult {
  /** What was made large: modularity, or the objective that was asked for; NaN where a graph without edges has none. */
  readonly quality: number;
  /** Rounds made: fewer than asked for where one changed nothing. */
  readonly iterations: number;
}

const schema = z.strictObject({
  ...projectOptions,
  ...objectiveOptions,
  ...threadOptions,
  iterations: z.optional(option.count),
  randomness: z.optional(option.positive),
  initial: z.optional(z.any()),
  seed: z.optional(option.seed),
});

/**
 * Communities by the Leiden algorithm (Traag, Waltman, van Eck 2019, "From Louvain to Leiden: guaranteeing well-connected communities"):
 * nodes move until none gains, communities are refined into well-connected parts, and the parts are the nodes of the next level.
 * Every community is connected. The same seed gives the same communities. A typed graph is taken without directions unless `direction`
 * says so; a projection as it is. A round takes O(E) for each of a few levels.
 *
 * @example
 * const { communities, sizes, quality } = await leiden(graph, { relations: ['cites'], seed: 1 });
 * communities.of('paper'); // Int32Array: the community of each paper, 0 the largest
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, INVALID_WEIGHT where a weight is negative or not finite, SHAPE_MISMATCH,
 * INDEX_OUT_OF_RANGE; OUT_OF_MEMORY beyond some 100M edges (60M with weights), whose levels lie in 4 GiB that threads share; DISPOSED of a
 * `pool` that is; and what `projectGraph` throws
 */
export async function leiden(graph: HeteroGraph | ProjectedGraph, options: LeidenOptions = {}): Promise<LeidenResult> {
  checkOptions(schema, options);
  throwIfAborted(options.signal);
  const projection = await projectedUndirected(graph, options);
  const { communities, ...rest } = await withPauses(leidenPieces(projection, options), options.signal);
  return { communities: new NodeValues(projection, communities), ...rest };
}

function* leidenPieces(
  graph: ProjectedGraph,
  options: LeidenOptions,
): Pieces<Omit<LeidenResult, 'communities'> & { readonly communities: Int32Array }> {
  const { objective, iterations = 2, randomness = 0.01, initial, seed = 0, pool = getPool(), onProgress } = options;
  const random = new RandomStream(seed, 'leiden');
  const shares = sharesOf(graph, options);
  const given = initial && checkPartition(initial, graph.numNodes, 'initial').communities;
  const place = new Placement(pool.arena);
  let communities: Int32Array;
  let done = 0;
  try {
    const { level, nodes } = yield* firstLevel(graph, shares, pool, place);
    const found = byPlace(given, nodes);
    while (done < iterations) {
      const moves = yield* oneRound(level, found, { random: random.child(done), randomness, pool });
      done++;
      onProgress?.({ stage: 'leiden', done, total: iterations, unit: 'iterations', values: { moves } });
      if (moves === 0) break;
    }
    yield* splitDisconnected(level, found);
    communities = byNode(found, nodes);
  } finally {
    place.dispose();
  }
  const sizes = renumberBySize(communities);
  const count = sizes.length;
  const quality = qualityOf(graph, { communities, count }, shares, objective);
  return { communities, numCommunities: count, sizes, quality, iterations: done };
}

/** Changes `communities`; returns the moves of nodes on all levels. */
function* oneRound(
  first: LevelGraph,
  communities: Int32Array,
  settings: { readonly random: RandomStream; readonly randomness: number; readonly pool: Pool },
): Pieces<number> {
  const places = new LevelPlaces(settings.pool);
  try {
    return yield* inLevels(first, communities, settings, places);
  } finally {
    places.dispose();
  }
}

function* inLevels(
  first: LevelGraph,
  communities: Int32Array,
  { random, randomness, pool }: { readonly random: RandomStream; readonly randomness: number; readonly pool: Pool },
  places: LevelPlaces,
): Pieces<number> {
  let level = first;
  let current = communities.slice();
  /** The node of the level that each node of the graph is in. */
  let nodes: Int32Array | undefined;
  let moves = 0;
  for (let depth = 0; ; depth++) {
    moves += yield* moveNodes(level, current, random.child(depth, 'move'), pool);
    const numCommunities = renumber(current);
    if (numCommunities === level.numNodes) break;
    let parts = yield* refine(level, current, { random: random.child(depth, 'refine'), randomness, pool });
    let count = renumber(parts);
    // Where no part grew, whole communities go on.
    if (count === level.numNodes) {
      parts = current.slice();
      count = numCommunities;
    }
    const next = new Int32Array(count);
    for (let v = 0; v < parts.length; v++) next[parts[v]!] = current[v]!;
    const [before, groups] = [level, parts];
    level = places.next((place) => aggregate(before, groups, count, { pool, place }));
    yield;
    current = next;
    nodes = nodes === undefined ? parts : nodes.map((v) => parts[v]!);
  }
  for (let v = 0; v < communities.length; v++) communities[v] = current[nodes === undefined ? v : nodes[v]!]!;
  return moves;
}
