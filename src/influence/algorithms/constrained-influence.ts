import { joined } from '../algorithms/choose-seeds.js';
import { doublePools, type PoolOptions, poolOptions } from '../algorithms/double-pools.js';
import { GREEDY } from '../algorithms/opim-c.js';
import type { GreedyOptions } from '../coverage/greedy.js';
import { checkLimits, type Limits, mostSeeds } from '../coverage/limits.js';
import { selectConstrained } from '../coverage/select-constrained.js';
import { checkChoice } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { certify, type SeedAnswer } from '../proof/certificate.js';
import { constrainedAlone } from './isolated-answer.js';

export interface ConstrainedOptions extends PoolOptions, GreedyOptions, Limits {
  /** Certified ratio to stop at; default 1 - 1/e - 0.1, which quotas and budgets mostly allow though nothing promises it. */
  readonly ratio?: number;
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
 * 2018). The certificate compares with the best of all allowed sets and holds whatever ratio is reached. Where nothing may be chosen, or
 * no node reaches another one, the answer is of 0 sets, and exact but for the fractional bound of a budget.
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, INDEX_OUT_OF_RANGE, SHAPE_MISMATCH, OUT_OF_MEMORY
 */
export async function constrainedInfluence(
  network: DiffusionNetwork,
  options: ConstrainedOptions,
): Promise<ConstrainedAnswer> {
  const { numNodes } = network;
  const { ratio: wanted = GREEDY - 0.1, given = new Int32Array(0), onProgress } = options;
  checkLimits(network, options);
  checkChoice(network, options);
  const { roots, delta } = poolOptions(network, options);
  const exact = constrainedAlone(network, roots, { ...options, delta }, options);
  if (exact) return exact;
  const k = Math.max(1, mostSeeds(options, numNodes));
  return doublePools(network, k, options, (pools) => {
    const { choosing, judging, size, scale, a, round, rounds } = pools;
    const { seeds, gains, upper, cost } = selectConstrained(choosing.view(), numNodes, options, options);
    const hits = judging.hits(joined(given, seeds));
    const proof = certify(roots, size, { hits, upper, a });
    const { sigmaLow, sigmaHigh } = proof;
    const ratio = Math.min(1, proof.ratio);
    onProgress?.({ stage: 'rounds', done: round, total: rounds, unit: 'rounds', values: { sigmaLow, sigmaHigh } });
    const answer = {
      seeds,
      gains: Float64Array.from(gains, (gain) => gain * scale),
      spread: hits * scale,
      certificate: { sigmaLow, sigmaHigh, ratio, delta, rounds: round, sets: 2 * size },
      cost,
    };
    options.onAnswer?.(answer);
    return ratio >= wanted || round === rounds ? answer : undefined;
  });
}
