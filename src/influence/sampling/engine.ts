import type { Pool } from '../../compute/index.js';
import { Placement } from '../../compute/internal.js';
import { releaseArrays } from '../network/arrays.js';
import type { DiffusionNetwork, NetworkRule } from '../network/network.js';
import { checkRoots, type Roots } from '../network/roots.js';
import { COUNT_MEAN, noneLive } from './draw-block.js';
import { ln } from './ln.js';
import { GUIDES, skipTableOf } from './skip-table.js';

/** Bytes of scratch before the bits of the nodes; see compute/assembly/influence/state.ts. */
const placesBytes = 256;
const kinds = { constant: 0, degree: 1, edge: 3 } as const;

/** True where the kernel knows the network; else sets are made by the plain sampler. */
export function kernelKnows(network: DiffusionNetwork): boolean {
  return network.model !== 'triggering' && network.maxTime === undefined;
}

/**
 * A network in a pool's memory with room for every thread to make a set in, N words and N bits each. Kept as long as the network is; arrays
 * of the network that lie in the memory already are not copied.
 */
export class SetEngine {
  readonly pool: Pool;
  /** Address of the network's record. */
  readonly network: number;
  readonly scratch: number;
  /** Bytes of scratch a thread. */
  readonly stride: number;
  /** Sets of a turn, by the last ones: of whole sets, and of sets that may end at a stop. */
  readonly turns = { whole: 64, stopping: 64 };
  readonly #place: Placement;
  readonly #roots = new WeakMap<Roots, { readonly record: number; readonly place: Placement }>();
  readonly #rootPlaces = new Set<Placement>();

  constructor(network: DiffusionNetwork, pool: Pool) {
    this.pool = pool;
    this.#place = new Placement(pool.arena);
    try {
      this.network = this.#placeNetwork(network);
      const bits = Math.ceil(network.numNodes / 512) * 64;
      this.stride = Math.ceil((placesBytes + bits + network.numNodes * 4) / 64) * 64;
      this.scratch = this.#place.block(this.stride * pool.threads);
      for (let t = 0; t < pool.threads; t++) {
        new Uint8Array(pool.arena.memory.buffer, this.scratch + t * this.stride, placesBytes + bits).fill(0);
      }
    } catch (error) {
      this.#place.dispose();
      throw error;
    }
  }

  /** Frees what was copied; the caller keeps it alive until then. */
  get placement(): Placement {
    return this.#place;
  }

  /** Frees what was copied, that of roots as well, at once. */
  dispose(): void {
    this.#place.dispose();
    for (const place of this.#rootPlaces) place.dispose();
    this.#rootPlaces.clear();
  }

  /** Address of the record of these roots, good as long as the caller keeps them alive. */
  roots(roots: Roots, numNodes: number): number {
    let placed = this.#roots.get(roots);
    if (placed === undefined) {
      checkRoots(roots, numNodes);
      const { nodes, limits, aliases, inTurn } = roots;
      const count = limits?.length ?? nodes?.length ?? numNodes;
      const place = new Placement(this.pool.arena);
      const of = (values: Int32Array | Uint32Array | undefined) => (values ? place.of(values) : 0);
      try {
        placed = { record: this.#record([count, of(nodes), of(limits), of(aliases), inTurn ? 1 : 0], place), place };
      } catch (error) {
        place.dispose();
        throw error;
      }
      this.#roots.set(roots, placed);
      const places = this.#rootPlaces.add(place);
      freedRoots.register(roots, { place, places });
    }
    return placed.record;
  }

  /** Frees what was copied of these roots at once. */
  releaseRoots(roots: Roots): void {
    const placed = this.#roots.get(roots);
    if (!placed) return;
    placed.place.dispose();
    this.#roots.delete(roots);
    this.#rootPlaces.delete(placed.place);
  }

  #placeNetwork(network: DiffusionNetwork): number {
    const { numNodes, blockStarts, blockRules, edgeStarts, sources, thresholds, acceptance, maxHops, rules } = network;
    const simple =
      network.model === 'ic' &&
      rules.length === 1 &&
      !blockStarts &&
      !acceptance &&
      maxHops === undefined &&
      (counted(rules[0]!) || skipTableOf(rules[0]!) !== undefined);
    return this.#record([
      network.model === 'lt' ? 1 : 0,
      numNodes,
      this.#of(blockStarts),
      blockRules ? this.#bytes(blockRules) : 0,
      this.#place.of(edgeStarts),
      this.#place.of(sources),
      this.#of(thresholds),
      this.#of(acceptance),
      Math.min(0x7fffffff, maxHops ?? 0x7fffffff),
      this.#rules(network),
      simple ? (skipTableOf(rules[0]!) ? 2 : 1) : 0,
    ]);
  }

  #rules(network: DiffusionNetwork): number {
    const at = this.#place.block(network.rules.length * 32);
    const view = new DataView(this.pool.arena.memory.buffer, at);
    for (const [r, rule] of network.rules.entries()) {
      const value = rule.kind === 'constant' ? rule.probability! : (rule.factor ?? 0);
      view.setInt32(r * 32, rule.kind === 'degree' && rule.base === 'node' ? 2 : kinds[rule.kind], true);
      const skips = skipTableOf(rule);
      let table = skips ? this.#place.of(skips) : 0;
      if (counted(rule) && network.model === 'ic') table = this.#table(network, rule);
      view.setUint32(r * 32 + 4, table, true);
      view.setFloat64(r * 32 + 8, value, true);
      view.setFloat64(r * 32 + 16, value > 0 && value < 1 ? 1 / ln(1 - value) : 0, true);
      view.setUint32(r * 32 + 24, skips ? skips.length - GUIDES : 0, true);
    }
    return at;
  }

  /** For every in-degree: the chance that no edge is live, and the odds of one. */
  #table(network: DiffusionNetwork, rule: NetworkRule): number {
    const { edgeStarts } = network;
    let maxDegree = 0;
    for (let b = 1; b < edgeStarts.length; b++) maxDegree = Math.max(maxDegree, edgeStarts[b]! - edgeStarts[b - 1]!);
    const at = this.#place.block((maxDegree + 1) * 16);
    const table = new Float64Array(this.pool.arena.memory.buffer, at, (maxDegree + 1) * 2);
    for (let degree = 1; degree <= maxDegree; degree++) {
      const p = Math.min(1, rule.factor! / degree);
      table[degree * 2] = noneLive(degree, p);
      table[degree * 2 + 1] = p / (1 - p);
    }
    return at;
  }

  #of(values: Int32Array | Uint32Array | undefined): number {
    return values ? this.#place.of(values) : 0;
  }

  #bytes(values: Uint8Array): number {
    const at = this.#place.block(values.length);
    new Uint8Array(this.pool.arena.memory.buffer, at, values.length).set(values);
    return at;
  }

  #record(words: readonly number[], place = this.#place): number {
    const at = place.block(words.length * 4);
    new Uint32Array(this.pool.arena.memory.buffer, at, words.length).set(words);
    return at;
  }
}

/** True of rules whose live edges are counted first and then placed. */
function counted(rule: NetworkRule): boolean {
  return rule.kind === 'degree' && rule.base !== 'node' && rule.factor! <= COUNT_MEAN;
}

const engines = new WeakMap<DiffusionNetwork, SetEngine>();
const freed = new FinalizationRegistry<Placement>((placement) => placement.dispose());

const freedRoots = new FinalizationRegistry<{ place: Placement; places: Set<Placement> }>(({ place, places }) => {
  place.dispose();
  places.delete(place);
});

/** Gives back the memory of roots of a network at once. Nobody may use sets of them afterwards. */
export function releaseRoots(network: DiffusionNetwork, roots: Roots): void {
  engines.get(network)?.releaseRoots(roots);
}

/**
 * Gives back the memory of a network in the pool at once, instead of some time after it is no longer reachable. Nobody may use it, or
 * sets of it, afterwards.
 */
export function releaseNetwork(network: DiffusionNetwork): void {
  const engine = engines.get(network);
  if (engine) {
    engines.delete(network);
    freed.unregister(engine);
    engine.dispose();
  }
  const { blockStarts, edgeStarts, sources, thresholds, acceptance } = network;
  releaseArrays(blockStarts, edgeStarts, sources, thresholds, acceptance);
}

/** The engine of a network, made on first use. */
export function engineOf(network: DiffusionNetwork, pool: Pool): SetEngine {
  let engine = engines.get(network);
  if (engine === undefined || engine.pool !== pool || pool.disposed) {
    engine = new SetEngine(network, pool);
    engines.set(network, engine);
    freed.register(engine, engine.placement, engine);
  }
  return engine;
}
