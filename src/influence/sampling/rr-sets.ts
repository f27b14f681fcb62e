import { getPool, type Pool } from '../../compute/index.js';
import type { RunOptions } from '../../core/index.js';
import type { DiffusionNetwork } from '../network/network.js';
import type { Roots } from '../network/roots.js';
import { countCovered } from './count-covered.js';
import { engineOf, kernelKnows } from './engine.js';
import { KernelStore } from './kernel-store.js';
import { PlainSampler } from './plain-sampler.js';
import { PlainStore } from './plain-store.js';
import type { OverlappedSelection } from './run-sets.js';
import { setBase } from './set-random.js';
import type { SetStore, SetView } from './set-store.js';

export interface RrSetsOptions {
  readonly seed: number;
  /** Name of the stream of sets; sets of two names are independent. */
  readonly pool: string;
  /** Nodes at which a set ends (hit-and-stop), 1 each, [numNodes]; such a set is counted, and kept as an empty one. */
  readonly stops?: Uint8Array;
  /** Threads; default the process's pool. */
  readonly threads?: Pool;
}

/**
 * A growing collection of reverse-reachable sets. Set i is decided by (network, roots, seed, pool, i) alone: neither by the number of
 * threads nor by how it came to grow.
 */
export class RrSets {
  readonly network: DiffusionNetwork;
  readonly roots: Roots;
  readonly seed: number;
  readonly pool: string;
  readonly #threads: Pool;
  readonly #store: SetStore;

  /** @throws {HeteroGraphError} OUT_OF_MEMORY */
  constructor(network: DiffusionNetwork, roots: Roots, { seed, pool, stops, threads = getPool() }: RrSetsOptions) {
    this.network = network;
    this.roots = roots;
    this.seed = seed;
    this.pool = pool;
    this.#threads = threads;
    if (kernelKnows(network)) {
      const engine = engineOf(network, threads);
      this.#store = new KernelStore(engine, {
        roots: engine.roots(roots, network.numNodes),
        placed: roots,
        base: setBase(seed, pool),
        ...(stops && { stops }),
      });
    } else {
      this.#store = new PlainStore(new PlainSampler(network, roots, { seed, pool }), stops);
    }
  }

  get size(): number {
    return this.#store.size;
  }

  /** Sets that ended at a stop node. */
  get numStopped(): number {
    return this.#store.numStopped;
  }

  /** Nodes in all sets together. */
  get numMembers(): number {
    return this.#store.numMembers;
  }

  /**
   * Makes sets until there are `size`; those there are stay. An abort leaves whole sets, fewer than asked for.
   *
   * @param overlap a selection that one thread may make meanwhile
   * @throws {HeteroGraphError} ABORTED, OUT_OF_MEMORY, DISPOSED
   */
  async grow(size: number, run: RunOptions = {}, overlap?: OverlappedSelection): Promise<void> {
    await this.#store.grow(size, run, overlap);
  }

  /**
   * Takes sets of this network, roots, seed and pool that were made before as those that come next: nodes of one after the other, and
   * how many each has, 0 of those that stopped. `grow` continues after them.
   */
  adopt(words: Int32Array, lengths: Int32Array): void {
    this.#store.adopt(words, lengths);
  }

  /** The sets; good until the next `grow`, `adopt` or `dispose`. */
  view(): SetView {
    return this.#store.view();
  }

  /** How many of the first `size` sets, default all, hold at least one of these nodes. O(sum of set sizes). */
  numCovered(seeds: Int32Array, size = this.size): number {
    return countCovered({ ...this.view(), size }, this.network.numNodes, seeds, this.#threads);
  }

  /** Frees the memory of the sets at once, instead of when the collection is no longer reachable. */
  dispose(): void {
    this.#store.dispose();
  }
}
