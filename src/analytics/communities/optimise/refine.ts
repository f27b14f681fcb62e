import type { Pool } from '../../../compute/index.js';
import { CommunityRefinement, Placement, placeLevel } from '../../../compute/internal.js';
import type { Pieces, RandomStream } from '../../../core/index.js';
import { type LevelGraph, membersOf, shareSums } from './level-graph.js';

/** Nodes whose communities are put together between two pauses. */
const PIECE = 1 << 16;

/**
 * The refinement of Leiden: every community is put together anew from its single nodes. A node that is well connected to its community,
 * and alone still, joins one of the well connected parts of it, drawn with weights exp(gain / randomness) among the gains from 0.
 * Staying alone, which the paper has among the choices with a gain of 0, is none of them: a node that can join a part does. Parts are
 * connected. Communities share the threads, and every node draws a number of its own. Returns the part of each node, numbered below the
 * number of nodes.
 */
export function* refine(
  level: LevelGraph,
  communities: Int32Array,
  { random, randomness, pool }: { readonly random: RandomStream; readonly randomness: number; readonly pool: Pool },
): Pieces<Int32Array> {
  const { numNodes } = level;
  let numCommunities = 0;
  for (const c of communities) numCommunities = Math.max(numCommunities, c + 1);
  const order = random.permutation(numNodes);
  const { starts, members } = membersOf(communities, numCommunities, order);
  const place = new Placement(pool.arena);
  try {
    const state = new CommunityRefinement(pool, place, placeLevel(pool, place, level), level, {
      ...{ communities, numCommunities, starts, members, randomness },
      ...shareSums(level, communities, numCommunities),
      seed: [random.nextInt(2 ** 31), random.nextInt(2 ** 31)],
    });
    for (let first = 0; first < numCommunities; ) {
      yield;
      let end = first + 1;
      while (end < numCommunities && starts[end]! - starts[first]! < PIECE) end++;
      state.join(first, end - first);
      first = end;
    }
    return state.parts();
  } finally {
    place.dispose();
  }
}
