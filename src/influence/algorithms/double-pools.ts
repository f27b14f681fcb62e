import { throwIfAborted } from '../../core/index.js';
import { checkWhole } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import type { Roots } from '../network/roots.js';
import { type ProofOptions, proofOptions } from '../proof/proof-options.js';
import { growPools } from '../sampling/grow-pools.js';
import { RrSets } from '../sampling/rr-sets.js';
import { opimPlan } from './opim-c.js';

export interface PoolOptions extends ProofOptions {
  /** Sets of both pools at most; default 4,194,304. After so many the answer is what was reached. */
  readonly maxSets?: number;
}

/** A pool of sets that chooses seeds and one that judges them, of one size. */
export interface TwoPools {
  readonly choosing: RrSets;
  readonly judging: RrSets;
  /** Sets of each. */
  readonly size: number;
  /** Target weight that one set stands for. */
  readonly scale: number;
  readonly roots: Roots;
  readonly delta: number;
  /** Two bounds a round that fail with a chance of e^-a each hold all together but for a chance of delta. */
  readonly a: number;
  readonly round: number;
  readonly rounds: number;
}

/** The options, checked, with their defaults. @throws {HeteroGraphError} ABORTED, INVALID_OPTION */
export function poolOptions(network: DiffusionNetwork, options: PoolOptions) {
  const proof = proofOptions(network, options);
  const maxSets = checkWhole(options.maxSets ?? 4_194_304, 'maxSets', 2, 2 ** 31 - 1);
  throwIfAborted(options.signal);
  return { ...proof, maxSets };
}

/**
 * Doubles two pools of reverse-reachable sets until an answer by them is good enough, as OPIM-C does (Tang, Tang, Xiao, Yuan, SIGMOD 2018),
 * from its first size for k seeds on and up to `maxSets`.
 *
 * @param judge undefined to go on; never in the last round
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, OUT_OF_MEMORY
 */
export async function doublePools<Answer>(
  network: DiffusionNetwork,
  k: number,
  options: PoolOptions,
  judge: (pools: TwoPools) => Answer | undefined,
): Promise<Answer> {
  const { delta, seed, roots, maxSets } = poolOptions(network, options);
  const first = Math.max(1, Math.min(opimPlan(network.numNodes, k, 0.1, delta).first, maxSets >> 1));
  const rounds = 1 + Math.floor(Math.log2(maxSets / 2 / first));
  const a = Math.log(2 * rounds) - Math.log(delta);
  const choosing = new RrSets(network, roots, { seed, pool: 'choose' });
  const judging = new RrSets(network, roots, { seed, pool: 'judge' });
  try {
    for (let round = 1; ; round++) {
      const size = first * 2 ** (round - 1);
      await growPools([choosing, judging], size, options);
      const answer = judge({ choosing, judging, size, scale: roots.weight / size, roots, delta, a, round, rounds });
      if (answer !== undefined) return answer;
    }
  } finally {
    choosing.release();
    judging.release();
  }
}
