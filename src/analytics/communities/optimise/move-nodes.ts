import type { Pool } from '../../../compute/index.js';
import { CommunityMoves, Placement, placeLevel } from '../../../compute/internal.js';
import type { Pieces, RandomStream } from '../../../core/index.js';
import { type LevelGraph, shareSums } from './level-graph.js';

/** Batches that the entries of a level make, and entries below which a batch is not worth it: then it is a single node. */
const [BATCHES, LEAST] = [256, 1024];

/**
 * Moves single nodes to the community where they are worth most, until no node of the queue gains by it: all nodes at first, in
 * random order, then the neighbours of what moved (the fast local move of Traag, Waltman, van Eck 2019). Nodes are decided on in batches
 * of a small part of all edges, on all threads, and each move is made where it still gains after those before it; so every move is a gain,
 * and threads decide no bit. Changes `communities`, whose numbers must lie below the number of nodes. Returns how many moves were made.
 */
export function* moveNodes(
  level: LevelGraph,
  communities: Int32Array,
  random: RandomStream,
  pool: Pool,
): Pieces<number> {
  const place = new Placement(pool.arena);
  try {
    const state = new CommunityMoves(pool, place, placeLevel(pool, place, level), {
      communities,
      ...shareSums(level, communities, level.numNodes),
      order: random.permutation(level.numNodes),
      fullBatch: fullBatch(level.indices.length),
    });
    while (state.advance()) yield;
    communities.set(state.communities());
    return state.moves;
  } finally {
    place.dispose();
  }
}

/** Entries of a batch. */
export function fullBatch(numEntries: number): number {
  const entries = Math.floor(numEntries / BATCHES);
  return entries < LEAST ? 1 : entries;
}
