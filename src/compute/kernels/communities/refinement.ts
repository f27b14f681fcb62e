import type { Placement } from '../../threads/placed.js';
import type { Pool } from '../../threads/pool.js';
import { type PlacedLevel, type ThreadScratch, zeroedScratch } from './level.js';

/** Rows that a thread takes at a time. */
const GRAIN = 256;

/** Communities that are put together anew from their nodes. */
export interface CommunitiesToRefine {
  /** The community of each node, below `numCommunities`. */
  readonly communities: Int32Array;
  readonly numCommunities: number;
  /** Sums of shares over communities, the same array where directions do not count. */
  readonly outSums: Float64Array;
  readonly inSums: Float64Array;
  /** Where the members of each community begin, and the end; nodes by community, in the order in which they join. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
  readonly randomness: number;
  /** What nodes draw by: two words. */
  readonly seed: readonly [number, number];
}

/** The refinement of Leiden on all threads, community by community; the same parts for any number of threads. */
export class CommunityRefinement {
  readonly #pool: Pool;
  readonly #level: PlacedLevel;
  readonly #state: number;
  readonly #parts: number;
  readonly #scratch: ThreadScratch;

  /** @param place holds the state; @param shares of nodes, out and in */
  constructor(
    pool: Pool,
    place: Placement,
    level: PlacedLevel,
    shares: { readonly outShares: Float64Array; readonly inShares: Float64Array },
    given: CommunitiesToRefine,
  ) {
    const { arena } = pool;
    const { numNodes, longest } = level;
    const { communities, outSums, inSums, starts, members, randomness, seed } = given;
    const { outShares, inShares } = shares;
    const copy = (values: Float64Array) => {
      const address = place.block(8 * numNodes);
      arena.float64(address, numNodes).set(values);
      return address;
    };
    this.#pool = pool;
    this.#level = level;
    this.#parts = place.block(4 * numNodes);
    this.#state = place.block(72);
    const outParts = copy(outShares);
    const inParts = inShares === outShares ? outParts : copy(inShares);
    const alone = place.block(numNodes);
    const scratch = zeroedScratch(pool, place, 8 * numNodes + 12 * longest);
    this.#scratch = scratch;
    const out = place.of(outSums);
    const words = [
      ...[place.of(communities), out, inSums === outSums ? out : place.of(inSums)],
      ...[this.#parts, outParts, inParts, alone, place.block(8 * numNodes)],
      ...[place.of(starts), place.of(members), scratch.pointer, scratch.stride, 0, 0, ...seed, longest],
    ];
    arena.int32(this.#state, words.length).set(words);
    arena.float64(this.#state + 48, 1)[0] = randomness;
    const parts = arena.int32(this.#parts, numNodes);
    for (let v = 0; v < numNodes; v++) parts[v] = v;
    new Uint8Array(arena.memory.buffer, alone, numNodes).fill(1);
    pool.run('communityCuts', [level.record, this.#state], numNodes, GRAIN);
  }

  /** Refines some communities. */
  join(first: number, count: number): void {
    this.#pool.run('joinParts', [this.#level.record, this.#state, first], count, 1, this.#scratch.threads);
  }

  /** A copy of the part of each node: the number of one of its nodes. */
  parts(): Int32Array {
    return this.#pool.arena.int32(this.#parts, this.#level.numNodes).slice();
  }
}
