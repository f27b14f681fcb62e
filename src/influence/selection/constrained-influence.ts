import { type RunOptions, throwIfAborted } from '../../core/index.js';
import { lowerHits, upperHits } from '../algorithms/bounds.js';
import type { SeedAnswer } from '../algorithms/certificate.js';
import { growPools } from '../algorithms/grow-pools.js';
import { GREEDY, opimPlan } from '../algorithms/opim-c.js';
import { checkInside } from '../algorithms/seed-problem.js';
import { checkChoice, checkWhole } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { type Roots, uniformRoots } from '../sampling/roots.js';
import { RrSets } from '../sampling/rr-sets.js';
import type { GreedyOptions } from './greedy.js';
import { checkLimits, type Limits, mostSeeds } from './limits.js';
import { selectConstrained } from './select-constrained.js';

export interface ConstrainedOptions extends RunOptions, GreedyOptions, Limits {
  /** Certified ratio to stop at; default 1 - 1/e - 0.1, which quotas and budgets mostly allow though nothing promises it. */
  readonly ratio?: number;
  /** Sets of both pools at most; default 4,194,304. The answer then has the ratio that was reached. */
  readonly maxSets?: number;
  /** Chance that the certificate does not hold; default 1 / numNodes. */
  readonly delta?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default all nodes, each counting 1. */
  readonly roots?: Roots;
  /** Called after every round with the seeds so far; the certificates of all rounds hold together. */
  readonly onAnswer?: (answer: ConstrainedAnswer) => void;
}

export interface ConstrainedAnswer extends SeedAnswer {
  /** What the seeds cost; 0 where nothing costs. */
  readonly cost: number;
}

/**
 * Seeds within quotas, a budget, k, or all of these, with a certificate: two pools of reverse-reachable sets, one choosing by
 * {@link selectConstrained}, one judging, doubled until the certified ratio is reached, as OPIM-C does (Tang, Tang, Xiao, Yuan, SIGMOD
 * 2018). The certificate compares with the best of all allowed sets and holds whatever ratio is reached.
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, ROW_OUT_OF_RANGE, SHAPE_MISMATCH, OUT_OF_MEMORY
 */
export async function constrainedInfluence(
  network: DiffusionNetwork,
  options: ConstrainedOptions,
): Promise<ConstrainedAnswer> {
  const { numNodes } = network;
  const { ratio: wanted = GREEDY - 0.1, maxSets = 4_194_304, seed = 1, signal, onProgress } = options;
  const { delta = 1 / Math.max(2, numNodes), roots = uniformRoots(numNodes) } = options;
  checkLimits(network, options);
  checkChoice(network, options);
  checkInside('delta', delta, 1);
  checkWhole(maxSets, 'maxSets', 2, 2 ** 31 - 1);
  throwIfAborted(signal);
  const k = Math.max(1, mostSeeds(options, numNodes));
  const first = Math.max(1, Math.min(opimPlan(numNodes, k, 0.1, delta).first, maxSets >> 1));
  const rounds = 1 + Math.floor(Math.log2(maxSets / 2 / first));
  const a = Math.log(2 * rounds) - Math.log(delta);
  const choosing = new RrSets(network, roots, { seed, pool: 'choose' });
  const judging = new RrSets(network, roots, { seed, pool: 'judge' });
  try {
    for (let round = 1; ; round++) {
      const size = first * 2 ** (round - 1);
      await growPools([choosing, judging], size, options);
      const { seeds, gains, upper, cost } = selectConstrained(choosing.view(), numNodes, options, options);
      const hits = judging.hits(Int32Array.from([...(options.given ?? []), ...seeds]));
      const scale = roots.weight / size;
      const sigmaLow = scale * lowerHits(hits, a);
      const sigmaHigh = Math.min(roots.weight, scale * upperHits(upper, a));
      const ratio = Math.min(1, sigmaLow / sigmaHigh);
      onProgress?.({ stage: 'rounds', done: round, total: rounds, unit: 'rounds', values: { sigmaLow, sigmaHigh } });
      const answer = {
        seeds,
        gains: Float64Array.from(gains, (gain) => gain * scale),
        spread: hits * scale,
        certificate: { sigmaLow, sigmaHigh, ratio, delta, rounds: round, sets: 2 * size },
        cost,
      };
      options.onAnswer?.(answer);
      if (ratio >= wanted || round === rounds) return answer;
    }
  } finally {
    choosing.release();
    judging.release();
  }
}
