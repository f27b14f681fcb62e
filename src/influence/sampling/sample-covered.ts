import { getPool, type Pool } from '../../compute/index.js';
import { type RunOptions, throwIfAborted, YieldTimer, yieldToEventLoop } from '../../core/index.js';
import type { DiffusionNetwork } from '../network/network.js';
import type { Roots } from '../network/roots.js';
import { engineOf, kernelKnows } from './engine.js';
import { PlainSampler } from './plain-sampler.js';
import { nextTurn, runSets } from './run-sets.js';
import { setBase } from './set-random.js';

export interface CountOptions extends RunOptions {
  readonly seed: number;
  /** Name of the stream of sets. */
  readonly pool: string;
  /** Numbers of the sets: `from` .. `from + count - 1`. */
  readonly from: number;
  readonly count: number;
  /** Default the process's pool. */
  readonly threads?: Pool;
}

/**
 * How many of so many reverse-reachable sets hold one of the marked nodes, without keeping any: each ends at the first one it meets.
 * The sets are those of an `RrSets` of the same seed and pool.
 *
 * @param seeds 1 each, [numNodes]
 * @throws {HeteroGraphError} ABORTED, OUT_OF_MEMORY
 */
export async function sampleCovered(
  network: DiffusionNetwork,
  roots: Roots,
  seeds: Uint8Array,
  options: CountOptions,
): Promise<number> {
  throwIfAborted(options.signal);
  return kernelKnows(network)
    ? countByKernel(network, roots, seeds, options)
    : countPlainly(network, roots, seeds, options);
}

async function countByKernel(
  network: DiffusionNetwork,
  roots: Roots,
  seeds: Uint8Array,
  { seed, pool, from, count, signal, threads = getPool() }: CountOptions,
): Promise<number> {
  const engine = engineOf(network, threads);
  const { arena } = threads;
  const stops = arena.alloc(seeds.length);
  const counters = arena.alloc(24);
  try {
    new Uint8Array(arena.memory.buffer, stops, seeds.length).set(seeds);
    arena.int32(counters, 6).fill(0);
    const run = {
      roots: engine.roots(roots, network.numNodes),
      placed: roots,
      base: setBase(seed, pool),
      stops,
      counters,
    };
    const { turns } = engine;
    for (let done = 0; done < count; ) {
      const now = Math.min(turns.stopping, count - done);
      const since = performance.now();
      runSets(engine, { ...run, first: from + done, count: now });
      turns.stopping = nextTurn(turns.stopping, now, performance.now() - since);
      done += now;
      if (done === count) break;
      await yieldToEventLoop();
      throwIfAborted(signal);
    }
    return arena.int32(counters, 3)[2]!;
  } finally {
    arena.free(stops);
    arena.free(counters);
  }
}

async function countPlainly(
  network: DiffusionNetwork,
  roots: Roots,
  seeds: Uint8Array,
  { seed, pool, from, count, signal }: CountOptions,
): Promise<number> {
  const sampler = new PlainSampler(network, roots, { seed, pool });
  let covered = 0;
  const yieldTimer = new YieldTimer(signal);
  for (let set = from; set < from + count; set++) {
    if (sampler.sample(set, seeds).stopped) covered++;
    if (yieldTimer.isDue()) await yieldTimer.yieldNow();
  }
  return covered;
}
