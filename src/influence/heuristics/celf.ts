import { HeteroGraphError, type RunOptions, throwIfAborted } from '../../core/index.js';
import type { GreedyOptions } from '../coverage/greedy.js';
import { LazyQueue } from '../coverage/lazy-queue.js';
import { Allowance, checkLimits, type Limits } from '../coverage/limits.js';
import { checkCall } from '../network/call-options.js';
import { checkChoice, checkNodes } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { ExactSpread } from '../simulation/exact-spread.js';
import { simulateSpread } from '../simulation/simulate-spread.js';

/** The spread of a set of seeds. */
export type SpreadOracle = (seeds: Int32Array) => number | Promise<number>;

export interface CelfOptions extends RunOptions, GreedyOptions, Limits {
  /** `exact` (at most 16 nodes), `simulate`, or one's own, monotone and submodular. Default `simulate`. */
  readonly oracle?: 'exact' | 'simulate' | SpreadOracle;
  /** Simulations of each set; default 10,000. */
  readonly runs?: number;
  /** Of the simulations; default 1. */
  readonly seed?: number;
  /** What an active node counts, [numNodes]; default 1 each. */
  readonly weights?: ArrayLike<number>;
}

export interface CelfAnswer {
  readonly seeds: Int32Array;
  readonly gains: Float64Array;
  /** Spread of all seeds by the oracle, those given included. */
  readonly spread: number;
  readonly cost: number;
  /** Sets that the oracle was asked about. */
  readonly evaluations: number;
}

/**
 * Greedy with an oracle of spread, asked lazily (Leskovec et al., KDD 2007): a gain once known bounds all later ones. With costs the
 * better of gain per cost and gain. With an exact oracle at least 1 - 1/e of the best for k, 1/2 for quotas, (1 - 1/e) / 2 for a budget;
 * with simulation nearly so, uncertified: `evaluateSeeds` certifies. N evaluations and more: for small networks.
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, INDEX_OUT_OF_RANGE, SHAPE_MISMATCH, TOO_LARGE, NON_FINITE of the oracle
 */
export async function celf(network: DiffusionNetwork, options: CelfOptions): Promise<CelfAnswer> {
  checkCall('celf', options);
  checkLimits(network, options);
  checkChoice(network, options);
  const given = checkNodes(network, options.given ?? [], 'given');
  let evaluations = 0;
  const ask = oracleOf(network, options);
  const spreadOf = async (seeds: Iterable<number>) => {
    throwIfAborted(options.signal);
    evaluations++;
    const spread = await ask(Int32Array.from([...given, ...seeds]));
    if (Number.isFinite(spread)) return spread;
    throw new HeteroGraphError('NON_FINITE', `The oracle returned ${spread}.`, {
      column: 'oracle',
      hint: 'It must give a finite number for every set of seeds.',
    });
  };
  const { costs } = options;
  const byGain = await run(network, options, spreadOf);
  const byRatio = costs && (await run(network, options, spreadOf, costs));
  const better = byRatio && byRatio.spread > byGain.spread ? byRatio : byGain;
  return { ...better, evaluations };
}

function oracleOf(network: DiffusionNetwork, options: CelfOptions): SpreadOracle {
  const { oracle = 'simulate', runs, seed, weights, signal } = options;
  if (typeof oracle === 'function') return oracle;
  if (oracle === 'exact') {
    const exact = new ExactSpread(network, { weights });
    return (seeds) => exact.spread(seeds);
  }
  return async (seeds) => (await simulateSpread(network, seeds, { runs, seed, weights, signal })).mean;
}

async function run(
  network: DiffusionNetwork,
  { candidates, onProgress, ...limits }: CelfOptions,
  spreadOf: (seeds: Iterable<number>) => Promise<number>,
  costs?: ArrayLike<number>,
): Promise<Omit<CelfAnswer, 'evaluations'>> {
  const left = new Allowance(limits);
  const [seeds, gains]: [number[], number[]] = [[], []];
  const base = await spreadOf([]);
  let spread = base;
  const gain = new Float64Array(network.numNodes);
  const askedAt = new Int32Array(network.numNodes);
  for (let v = 0; v < network.numNodes; v++) {
    if (candidates?.[v] !== 0 && left.fits(v)) gain[v] = (await spreadOf([v])) - base;
    onProgress?.({ stage: 'first gains', done: v + 1, total: network.numNodes, unit: 'nodes' });
  }
  // With an oracle that errs a gain may rise; the queue takes the last one asked for, which must not.
  const queue = new LazyQueue(network.numNodes, costs ? (v) => gain[v]! / costs[v]! : (v) => gain[v]!);
  for (let v = queue.peek(); v >= 0; v = queue.peek()) {
    if (!left.fits(v)) {
      queue.drop();
      continue;
    }
    if (askedAt[v] !== seeds.length) {
      askedAt[v] = seeds.length;
      gain[v] = Math.min(gain[v]!, (await spreadOf([...seeds, v])) - spread);
      continue;
    }
    queue.drop();
    left.take(v);
    seeds.push(v);
    gains.push(gain[v]!);
    spread = await spreadOf(seeds);
    onProgress?.({ stage: 'seeds', done: seeds.length, unit: 'seeds', values: { spread } });
  }
  return { seeds: Int32Array.from(seeds), gains: Float64Array.from(gains), spread, cost: left.spent };
}
