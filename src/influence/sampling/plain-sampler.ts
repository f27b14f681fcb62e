import type { DiffusionNetwork } from '../network/network.js';
import { blocksOf, inEdgesOf } from '../network/network.js';
import { drawBlock } from './draw-block.js';
import { drawOne } from './draw-one.js';
import type { Roots } from './roots.js';
import { SetRandom, setBase } from './set-random.js';

/** A reverse-reachable set with how it came about. */
export interface TracedSet {
  /** Root first, then in the order reached. */
  readonly nodes: readonly number[];
  /** For each node: the in-edge through which it was reached, the node nearer to the root it leads to; -1 of the root. */
  readonly edges: readonly number[];
  readonly parents: readonly number[];
  /** Edges on the way to the root, and the time it takes. */
  readonly hops: readonly number[];
  readonly times: readonly number[];
  /** True where it ended at a stop node, which is then its last one. */
  readonly stopped: boolean;
}

/**
 * Makes reverse-reachable sets one at a time in TypeScript: the reference of the kernel, word for word and set for set; the only one
 * that knows trigger callbacks and delays; and the one that tells how a node was reached. Any number of them may exist.
 */
export class PlainSampler {
  readonly #network: DiffusionNetwork;
  readonly #roots: Roots;
  readonly #random: SetRandom;
  /** Number of the set in which a node was last seen, plus 1. */
  readonly #seen: Float64Array;

  constructor(network: DiffusionNetwork, roots: Roots, { seed, pool }: { seed: number; pool: string }) {
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
    const { maxHops = Number.POSITIVE_INFINITY, maxTime = Number.POSITIVE_INFINITY } = this.#network;
    this.#random.start(set);
    const root = this.#root(set);
    const found = { nodes: [root], edges: [-1], parents: [-1], hops: [0], times: [0], stopped: stops?.[root] === 1 };
    this.#seen[root] = set + 1;
    const done: boolean[] = [false];
    for (let next = 0; next >= 0 && !found.stopped; next = this.#next(found.times, done)) {
      done[next] = true;
      if (found.hops[next]! >= maxHops || !this.#accepts(found.nodes[next]!)) continue;
      this.#expand(found.nodes[next]!, (entry, delay) => {
        const source = this.#network.sources[entry]!;
        const time = found.times[next]! + delay;
        if (found.stopped || time > maxTime) return;
        if (this.#seen[source] === set + 1) {
          // A quicker way to a node that has not been taken up yet.
          if (this.#network.maxTime === undefined) return;
          const at = found.nodes.indexOf(source);
          if (done[at] || time >= found.times[at]!) return;
          found.edges[at] = entry;
          found.parents[at] = found.nodes[next]!;
          found.hops[at] = found.hops[next]! + 1;
          found.times[at] = time;
          return;
        }
        this.#seen[source] = set + 1;
        found.nodes.push(source);
        found.edges.push(entry);
        found.parents.push(found.nodes[next]!);
        found.hops.push(found.hops[next]! + 1);
        found.times.push(time);
        done.push(false);
        if (stops?.[source] === 1) found.stopped = true;
      });
    }
    return found;
  }

  /** Whom to take up next: in the order reached; with a limit of time, the nearest in time. */
  #next(times: readonly number[], done: readonly boolean[]): number {
    if (this.#network.maxTime === undefined) return done.indexOf(false);
    let best = -1;
    for (let i = 0; i < done.length; i++) {
      if (!done[i] && (best < 0 || times[i]! < times[best]!)) best = i;
    }
    return best;
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

  #accepts(node: number): boolean {
    const { acceptance } = this.#network;
    if (!acceptance) return true;
    this.#random.next();
    return this.#random.high <= acceptance[node]!;
  }

  /** Calls `reach` for every live in-edge of a node. */
  #expand(node: number, reach: (entry: number, delay: number) => void): void {
    const network = this.#network;
    const [begin, end] = inEdgesOf(network, node);
    if (network.model === 'triggering') {
      network.trigger!(
        node,
        begin,
        end,
        () => this.#random.uniform(),
        (entry) => reach(entry, this.#delayOf(node, entry)),
      );
      return;
    }
    if (network.model === 'lt') {
      const entry = begin === end ? -1 : drawOne(network, begin, end, this.#random);
      if (entry >= 0) reach(entry, this.#delayOf(node, entry));
      return;
    }
    const [first, last] = blocksOf(network, node);
    for (let block = first; block < last; block++) {
      const delay = network.rules[network.blockRules?.[block] ?? 0]!.delay ?? 1;
      drawBlock(network, block, end - begin, this.#random, (entry) => reach(entry, delay));
    }
  }

  #delayOf(node: number, entry: number): number {
    const { edgeStarts, blockRules, rules } = this.#network;
    let [block] = blocksOf(this.#network, node);
    while (edgeStarts[block + 1]! <= entry) block++;
    return rules[blockRules?.[block] ?? 0]!.delay ?? 1;
  }
}
