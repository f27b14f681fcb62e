import type { DiffusionNetwork } from '../network/network.js';
import { checkRoots, type Roots } from '../network/roots.js';
import { accepts, delayOf, drawLive } from './draw-live.js';
import { SetRandom, setBase } from './set-random.js';
import { timedSet } from './timed-set.js';
import type { TracedSet } from './traced-set.js';

/**
 * Makes reverse-reachable sets one at a time in TypeScript: the reference of the kernel, word for word and set for set; the only one
 * that knows trigger callbacks and delays; and the one that records how a node was reached. Any number of them may exist.
 */
export class PlainSampler {
  readonly #network: DiffusionNetwork;
  readonly #roots: Roots;
  readonly #random: SetRandom;
  /** Number of the set in which a node was last seen, plus 1. */
  readonly #seen: Float64Array;

  constructor(network: DiffusionNetwork, roots: Roots, { seed, pool }: { seed: number; pool: string }) {
    checkRoots(roots, network.numNodes);
    this.#network = network;
    this.#roots = roots;
    this.#random = new SetRandom(setBase(seed, pool));
    this.#seen = new Float64Array(network.numNodes);
  }

  /**
   * Set number `set`, which depends on (network, roots, seed, pool, set) alone.
   *
   * @param stops nodes at which a set ends, 1 each
   */
  sample(set: number, stops?: Uint8Array): TracedSet {
    const { maxHops = Number.POSITIVE_INFINITY, maxTime, sources } = this.#network;
    this.#random.start(set);
    const root = this.#root(set);
    if (maxTime !== undefined) return timedSet(this.#network, this.#random, root, stops);
    const found = { nodes: [root], edges: [-1], parents: [-1], hops: [0], times: [0], stopped: stops?.[root] === 1 };
    this.#seen[root] = set + 1;
    for (let next = 0; next < found.nodes.length && !found.stopped; next++) {
      const node = found.nodes[next]!;
      if (found.hops[next]! >= maxHops || !accepts(this.#network, node, this.#random)) continue;
      drawLive(this.#network, node, this.#random, (entry) => {
        const source = sources[entry]!;
        if (found.stopped || this.#seen[source] === set + 1) return;
        this.#seen[source] = set + 1;
        found.nodes.push(source);
        found.edges.push(entry);
        found.parents.push(node);
        found.hops.push(found.hops[next]! + 1);
        found.times.push(found.times[next]! + delayOf(this.#network, node, entry));
        if (stops?.[source] === 1) found.stopped = true;
      });
    }
    return found;
  }

  #root(set: number): number {
    const { nodes, limits, aliases, inTurn } = this.#roots;
    const count = limits?.length ?? nodes?.length ?? this.#network.numNodes;
    let cell = inTurn ? set % count : Math.floor(this.#random.uniform() * count);
    if (limits) {
      this.#random.next();
      if (this.#random.high >= limits[cell]!) cell = aliases![cell]!;
    }
    return nodes ? nodes[cell]! : cell;
  }
}
