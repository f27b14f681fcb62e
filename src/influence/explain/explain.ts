import { type RunOptions, throwIfAborted, YieldTimer } from '../../core/index.js';
import { checkCall } from '../network/call-options.js';
import { checkNodes, checkWhole } from '../network/check-nodes.js';
import { expectNetwork } from '../network/expect-network.js';
import { marksOf } from '../network/marks.js';
import { type DiffusionNetwork, ruleOf, typeOf } from '../network/network.js';
import { type Roots, uniformRoots } from '../network/roots.js';
import { blockOf } from '../sampling/draw-live.js';
import { PlainSampler } from '../sampling/plain-sampler.js';
import { RrSets } from '../sampling/rr-sets.js';
import { nodesOfSet } from '../sampling/set-store.js';
import type { TracedSet } from '../sampling/traced-set.js';

const POOL = 'explain';

export interface ExplainOptions extends RunOptions {
  /** Covered sets to look at; default 2000. */
  readonly coveredSets?: number;
  /** Sets made at most to find them; default 1,048,576. */
  readonly maxSets?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default all nodes, each counting 1. */
  readonly roots?: Roots;
}

/** A part of what seeds reach. */
export interface ReachPart {
  readonly name: string;
  /** Of the reach, in [0, 1]. */
  readonly share: number;
  /** In target weight. */
  readonly spread: number;
}

export interface Explanation {
  /** What the seeds reach in expectation, estimated. */
  readonly spread: number;
  /** By the type of the node reached. Parts add up to the whole; the largest first. */
  readonly byType: readonly ReachPart[];
  /** By the relation of the first step away from the seed; what seeds count themselves is not in it. */
  readonly byRelation: readonly ReachPart[];
  /** What the seeds count themselves. */
  readonly own: number;
  /** By the seed that is nearest to whom is reached, in hops, or in time where the network has a limit of time. */
  readonly bySeed: readonly (ReachPart & { readonly node: number })[];
  /** Steps from the seed to whom is reached, 0 for the seed itself, on average. */
  readonly meanHops: number;
  /** Sets looked at, and sets made. */
  readonly coveredSets: number;
  readonly sets: number;
}

/**
 * Whom seeds reach and how: of reverse-reachable sets that hold a seed, the type of the root, the relation of the first step from the
 * seed, and how far it is. Sets that hold one are found at full speed and made again, by their numbers, with the way each node was
 * reached. Shares have a standard error of at most 0.5 / sqrt(coveredSets).
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, INDEX_OUT_OF_RANGE, OUT_OF_MEMORY
 */
export async function explain(
  network: DiffusionNetwork,
  seeds: number | ArrayLike<number>,
  options: ExplainOptions = {},
): Promise<Explanation> {
  expectNetwork(network);
  checkCall('explain', options);
  const {
    coveredSets: required = 2000,
    maxSets = 1_048_576,
    seed = 1,
    roots = uniformRoots(network.numNodes),
  } = options;
  const nodes = checkNodes(network, typeof seeds === 'number' ? [seeds] : seeds, 'seeds');
  checkWhole(required, 'coveredSets', 1);
  checkWhole(maxSets, 'maxSets', 1);
  throwIfAborted(options.signal);
  const isSeed = marksOf(network.numNodes, nodes);
  const covered: number[] = [];
  const sets = new RrSets(network, roots, { seed, pool: POOL });
  let made = 0;
  try {
    for (
      let size = Math.min(maxSets, 4096);
      covered.length < required && made < maxSets;
      size = Math.min(maxSets, size * 2)
    ) {
      await sets.grow(size, { signal: options.signal });
      const view = sets.view();
      for (; made < size && covered.length < required; made++) {
        if (nodesOfSet(view, made).some((v) => isSeed[v] === 1)) covered.push(made);
      }
      options.onProgress?.({
        stage: 'explain',
        done: Math.min(covered.length, required),
        total: required,
        unit: 'sets',
      });
    }
  } finally {
    sets.dispose();
  }
  const counts = new Counts(network);
  const sampler = new PlainSampler(network, roots, { seed, pool: POOL });
  const yieldTimer = new YieldTimer(options.signal);
  for (const set of covered) {
    counts.add(sampler.sample(set), isSeed);
    if (yieldTimer.isDue()) await yieldTimer.yieldNow();
  }
  return counts.explanation(covered.length, made, (roots.weight * covered.length) / made);
}

/** How many covered sets have which root type, relation and seed. */
class Counts {
  readonly #network: DiffusionNetwork;
  readonly #byType = new Map<string, number>();
  readonly #byRelation = new Map<string, number>();
  readonly #bySeed = new Map<number, number>();
  #own = 0;
  #hops = 0;

  constructor(network: DiffusionNetwork) {
    this.#network = network;
  }

  add({ nodes, edges, parents, hops, times }: TracedSet, isSeed: Uint8Array): void {
    const far = this.#network.maxTime === undefined ? hops : times;
    let at = -1;
    for (let i = 0; i < nodes.length; i++) {
      if (isSeed[nodes[i]!] === 1 && (at < 0 || far[i]! < far[at]!)) at = i;
    }
    const type = typeOf(this.#network.types, nodes[0]!);
    count(this.#byType, type.name);
    count(this.#bySeed, nodes[at]!);
    this.#hops += hops[at]!;
    if (at === 0) this.#own++;
    else count(this.#byRelation, ruleOf(this.#network, blockOf(this.#network, parents[at]!, edges[at]!)).name);
  }

  explanation(coveredSets: number, sets: number, spread: number): Explanation {
    const part = <T>(name: string, n: number, more: T) => ({
      name,
      share: n / coveredSets,
      spread: (spread * n) / coveredSets,
      ...more,
    });
    const parts = (map: Map<string, number>) =>
      [...map].map(([name, n]) => part(name, n, {})).sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
    const bySeed = [...this.#bySeed]
      .map(([node, n]) => part(String(this.#network.idOf?.(node) ?? node), n, { node }))
      .sort((a, b) => b.share - a.share || a.node - b.node);
    return {
      spread,
      byType: parts(this.#byType),
      byRelation: parts(this.#byRelation),
      own: coveredSets === 0 ? 0 : (spread * this.#own) / coveredSets,
      bySeed,
      meanHops: coveredSets === 0 ? 0 : this.#hops / coveredSets,
      coveredSets,
      sets,
    };
  }
}

function count<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
