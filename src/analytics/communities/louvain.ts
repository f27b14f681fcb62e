import { type Pieces, RandomStream, type RunOptions, withPauses } from '../../core/index.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import type { CommunityResult } from './community-result.js';
import { aggregate } from './optimise/aggregate.js';
import { firstLevel } from './optimise/first-level.js';
import { moveNodes } from './optimise/move-nodes.js';
import { renumber, renumberBySize } from './optimise/renumber.js';
import { checkPartition } from './scores/check-partition.js';
import { type ObjectiveOptions, qualityOf, sharesOf } from './scores/objective.js';

export interface LouvainOptions extends ObjectiveOptions, RunOptions {
  /** Communities to begin from, [numNodes]; default every node on its own. */
  readonly initial?: ArrayLike<number>;
  /** Default 0. */
  readonly seed?: number;
}

export interface LouvainResult extends CommunityResult {
  /** How many times communities became the nodes of a smaller graph. */
  readonly levels: number;
}

/**
 * Communities by the Louvain algorithm (Blondel, Guillaume, Lambiotte, Lefebvre 2008): nodes move to the community where they are worth
 * most until none gains, then communities become the nodes of a smaller graph, until nothing moves. After its first visit, a node is
 * looked at again when a neighbour has moved. A community may be disconnected, which {@link leiden} rules out.
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, INVALID_WEIGHT where a weight is negative or not finite, SHAPE_MISMATCH,
 * INDEX_OUT_OF_RANGE
 */
export async function louvain(graph: ProjectedGraph, options: LouvainOptions = {}): Promise<LouvainResult> {
  return withPauses(louvainPieces(graph, options), options.signal);
}

function* louvainPieces(graph: ProjectedGraph, options: LouvainOptions): Pieces<LouvainResult> {
  const { objective, initial, seed = 0, onProgress } = options;
  const random = new RandomStream(seed, 'louvain');
  const shares = sharesOf(graph, options);
  let level = firstLevel(graph, shares);
  const communities = initial
    ? checkPartition(initial, graph.numNodes, 'initial').communities
    : Int32Array.from({ length: graph.numNodes }, (_, v) => v);
  let current = communities.slice();
  let levels = 0;
  for (;;) {
    const moves = yield* moveNodes(level, current, random.child(levels));
    const count = renumber(current);
    for (let v = 0; v < communities.length; v++) {
      communities[v] = current[levels === 0 ? v : communities[v]!]!;
    }
    onProgress?.({ stage: 'louvain', done: levels, unit: 'levels', values: { communities: count, moves } });
    if (count === level.numNodes) break;
    levels++;
    level = yield* aggregate(level, current, count);
    current = Int32Array.from({ length: count }, (_, c) => c);
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
