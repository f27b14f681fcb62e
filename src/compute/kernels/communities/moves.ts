import type { Placement } from '../../threads/placed.js';
import type { Pool } from '../../threads/pool.js';
import { type PlacedLevel, type ThreadScratch, zeroedScratch } from './level.js';

/** A batch is shared from so many entries on. */
const SHARED = 4096;
/** Entries looked at in one call. */
const MOST = 1 << 20;

/** Words of the state of the kernel that are read here. */
const word = { moves: 17, batch: 18 };

/** Arrays of communities as the nodes are before: by community number below the number of nodes. */
export interface CommunityState {
  /** The community of each node. */
  readonly communities: Int32Array;
  /** Sums of shares over communities, the same array where directions do not count. */
  readonly outSums: Float64Array;
  readonly inSums: Float64Array;
  /** All nodes, in the order in which they are looked at first. */
  readonly order: Int32Array;
  /** Entries from which on a batch of nodes, which are decided on at the same time, is full. */
  readonly fullBatch: number;
}

/** Nodes that move where they are worth most, in batches, until none gains: the same moves for any number of threads. */
export class CommunityMoves {
  readonly #pool: Pool;
  readonly #level: PlacedLevel;
  readonly #state: number;
  readonly #communities: number;
  readonly #scratch: ThreadScratch;

  /** @param place holds the state while the moves are made */
  constructor(pool: Pool, place: Placement, level: PlacedLevel, given: CommunityState) {
    const { arena } = pool;
    const { numNodes, longest } = level;
    const { communities, outSums, inSums, order, fullBatch } = given;
    const batch = Math.min(numNodes, fullBatch);
    const sizes = new Int32Array(numNodes);
    for (const c of communities) sizes[c]!++;
    const empty = new Int32Array(numNodes);
    let numEmpty = 0;
    for (let c = numNodes - 1; c >= 0; c--) if (sizes[c] === 0) empty[numEmpty++] = c;
    this.#pool = pool;
    this.#level = level;
    this.#communities = place.of(communities);
    const out = place.of(outSums);
    const into = inSums === outSums ? out : place.of(inSums);
    const flags = place.block(numNodes);
    const scratch = zeroedScratch(pool, place, 8 * numNodes + 4 * longest);
    this.#scratch = scratch;
    this.#state = place.block(84);
    const words = [
      ...[this.#communities, out, into, place.of(sizes), place.of(empty), place.of(order), flags],
      ...[place.block(4 * numNodes), place.block(4 * batch), place.block(4 * batch)],
      ...[place.block(8 * batch), place.block(8 * batch), scratch.pointer, scratch.stride],
      ...[numEmpty, 0, numNodes, 0, 0, fullBatch, 0],
    ];
    arena.int32(this.#state, words.length).set(words);
    new Uint8Array(arena.memory.buffer, flags, numNodes).fill(1);
  }

  /** Goes on for a while; false when no node gains any more. */
  advance(): boolean {
    const { threads } = this.#pool;
    const turns = [this.#level.record, this.#state, threads > 1 ? SHARED : 2 ** 31 - 1, MOST];
    this.#pool.run('takeTurns', turns, 1);
    const count = this.#word(word.batch);
    const grain = Math.max(8, Math.ceil(count / 64));
    this.#pool.run('decideMoves', [this.#level.record, this.#state], count, grain, this.#scratch.threads);
    return count > 0;
  }

  get moves(): number {
    return this.#word(word.moves);
  }

  /** A copy of the communities as they are now. */
  communities(): Int32Array {
    return this.#pool.arena.int32(this.#communities, this.#level.numNodes).slice();
  }

  #word(index: number): number {
    return this.#pool.arena.int32(this.#state, 21)[index]!;
  }
}
