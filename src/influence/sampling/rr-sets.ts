import { breathe, type RunOptions, throwIfAborted } from '../../core/index.js';
import type { DiffusionNetwork } from '../network/network.js';
import { PlainSampler } from './plain-sampler.js';
import type { Roots } from './roots.js';
import type { SetView } from './set-store.js';

export interface RrSetsOptions {
  readonly seed: number;
  /** Name of the stream of sets; sets of two names are independent. */
  readonly pool: string;
  /** Nodes at which a set ends (hit-and-stop), 1 each, [numNodes]; such a set is counted, and kept as an empty one. */
  readonly stops?: Uint8Array;
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
  readonly #sampler: PlainSampler;
  readonly #stops: Uint8Array | undefined;
  #size = 0;
  #used = 0;
  #numStopped = 0;
  #words = new Int32Array(1024);
  #starts = new Uint32Array(256);
  #lengths = new Int32Array(256);

  constructor(network: DiffusionNetwork, roots: Roots, { seed, pool, stops }: RrSetsOptions) {
    this.network = network;
    this.roots = roots;
    this.seed = seed;
    this.pool = pool;
    this.#stops = stops;
    this.#sampler = new PlainSampler(network, roots, { seed, pool });
  }

  get size(): number {
    return this.#size;
  }

  /** Sets that ended at a stop node. */
  get numStopped(): number {
    return this.#numStopped;
  }

  /** Nodes in all sets together. */
  get numMembers(): number {
    return this.#used;
  }

  /**
   * Makes sets until there are `size`; those there are stay. An abort leaves whole sets, fewer than asked for.
   *
   * @throws {HeteroGraphError} ABORTED, OUT_OF_MEMORY
   */
  async grow(size: number, { signal }: RunOptions = {}): Promise<void> {
    for (let since = performance.now(); this.#size < size; ) {
      const sample = this.#sampler.sample(this.#size, this.#stops);
      const nodes = sample.stopped ? [] : sample.nodes;
      if (sample.stopped) this.#numStopped++;
      this.#make(nodes.length);
      this.#words.set(nodes, this.#used);
      this.#starts[this.#size] = this.#used;
      this.#lengths[this.#size] = nodes.length;
      this.#used += nodes.length;
      this.#size++;
      if (performance.now() - since < 50) continue;
      await breathe();
      throwIfAborted(signal);
      since = performance.now();
    }
  }

  view(): SetView {
    return { size: this.#size, words: this.#words, starts: this.#starts, lengths: this.#lengths };
  }

  /** How many of the sets hold at least one of these nodes. O(sum of set sizes). */
  hits(seeds: Int32Array): number {
    const chosen = new Uint8Array(this.network.numNodes);
    for (const v of seeds) chosen[v] = 1;
    let hits = 0;
    for (let i = 0; i < this.#size; i++) {
      const end = this.#starts[i]! + this.#lengths[i]!;
      for (let at = this.#starts[i]!; at < end; at++) {
        if (chosen[this.#words[at]!] === 0) continue;
        hits++;
        break;
      }
    }
    return hits;
  }

  #make(more: number): void {
    if (this.#used + more > this.#words.length) {
      const words = new Int32Array(Math.max(this.#words.length * 2, this.#used + more));
      words.set(this.#words);
      this.#words = words;
    }
    if (this.#size < this.#starts.length) return;
    const [starts, lengths] = [new Uint32Array(this.#size * 2), new Int32Array(this.#size * 2)];
    starts.set(this.#starts);
    lengths.set(this.#lengths);
    [this.#starts, this.#lengths] = [starts, lengths];
  }
}
