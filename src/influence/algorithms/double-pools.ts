import { throwIfAborted } from '../../core/index.js';
import { checkWhole } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import type { Roots } from '../network/roots.js';
import { type ProofOptions, proofOptions } from '../proof/proof-options.js';
import { growPools } from '../sampling/grow-pools.js';
import { TwoPools } from '../sampling/two-pools.js';

export interface PoolOptions extends ProofOptions {
  /** Sets of all pools at most; default 4,194,304. After so many the answer is the best reached. */
  readonly maxSets?: number;
}

export interface PoolProblem {
  readonly network: DiffusionNetwork;
  readonly roots: Roots;
  /** See {@link TwoPools}. */
  readonly streams?: readonly string[];
}

/** One round of {@link doublePools}. */
export interface PoolRound {
  /** Sets of each pool. */
  readonly size: number;
  /** The bounds of all rounds, each failing with a chance of e^-a, hold together but for a chance of delta: two a round and pair of pools. */
  readonly a: number;
  readonly round: number;
  readonly rounds: number;
}

/** The options, checked, with their defaults. @throws {HeteroGraphError} ABORTED, INVALID_OPTION */
export function poolOptions(network: Pick<DiffusionNetwork, 'numNodes'>, options: PoolOptions) {
  const proof = proofOptions(network, options);
  const maxSets = checkWhole(options.maxSets ?? 4_194_304, 'maxSets', 2, 2 ** 31 - 1);
  throwIfAborted(options.signal);
  return { ...proof, maxSets };
}

/**
 * Doubles two pools of reverse-reachable sets for each problem until an answer by them is good enough, as OPIM-C does (Tang, Tang, Xiao,
 * Yuan, SIGMOD 2018), from `first` sets a pool up to `maxSets` in all.
 *
 * @param evaluate returns undefined to go on to the next round; never in the last one
 * @throws {HeteroGraphError} ABORTED, OUT_OF_MEMORY
 */
export async function doublePools<Answer>(
  problems: readonly PoolProblem[],
  first: number,
  options: PoolOptions & Required<Pick<PoolOptions, 'delta' | 'seed' | 'maxSets'>>,
  evaluate: (pools: readonly TwoPools[], round: PoolRound) => Answer | undefined | Promise<Answer | undefined>,
): Promise<Answer> {
  const { delta, seed, maxSets } = options;
  const perPool = Math.max(1, Math.floor(maxSets / 2 / problems.length));
  const start = Math.min(first, perPool);
  const rounds = 1 + Math.floor(Math.log2(perPool / start));
  const a = Math.log(2 * rounds * problems.length) - Math.log(delta);
  const pools = problems.map(({ network, roots, streams }) => new TwoPools(network, roots, seed, streams));
  try {
    for (let round = 1; ; round++) {
      const size = start * 2 ** (round - 1);
      await growPools(
        pools.flatMap(({ selection, validation }) => [selection, validation]),
        size,
        options,
      );
      const answer = await evaluate(pools, { size, a, round, rounds });
      if (answer !== undefined) return answer;
    }
  } finally {
    for (const pair of pools) pair.dispose();
  }
}
