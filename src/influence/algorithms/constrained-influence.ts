import { withPauses } from '../../core/index.js';
import { joined } from '../algorithms/choose-seeds.js';
import { doublePools, type PoolOptions, poolOptions } from '../algorithms/double-pools.js';
import type { GreedyOptions } from '../coverage/greedy.js';
import { checkLimits, type Limits, maxSeeds } from '../coverage/limits.js';
import { selectConstrained } from '../coverage/select-constrained.js';
import { checkCall } from '../network/call-options.js';
import { checkChoice } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { certifiedSeeds, type SeedAnswer } from '../proof/certificate.js';
import { atLeastOwn } from '../proof/own-weight.js';
import { isolatedWithinLimits } from './isolated-answer.js';
import { GREEDY, opimPlan } from './opim-schedule.js';

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
 * Seeds within quotas, a budget, k, or all of these, with a certificate: two pools of reverse-reachable sets, one selecting by
 * `selectConstrained`, one validating, doubled until the certified ratio is reached, as OPIM-C does (Tang, Tang, Xiao, Yuan, SIGMOD
 * 2018). The certificate compares with the best of all allowed sets and holds whatever ratio is reached. Where nothing may be chosen, or
 * no node reaches another one, the answer is of 0 sets, and exact but for the fractional bound of a budget.
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, INDEX_OUT_OF_RANGE, SHAPE_MISMATCH, OUT_OF_MEMORY
 */
export async function constrainedInfluence(
  network: DiffusionNetwork,
  options: ConstrainedOptions,
): Promise<ConstrainedAnswer> {
  checkCall('constrainedInfluence', options);
  const { numNodes } = network;
  const { ratio: required = GREEDY - 0.1, given = new Int32Array(0), onProgress } = options;
  checkLimits(network, options);
  checkChoice(network, options);
  const asked = { ...options, ...poolOptions(network, options) };
  const { roots, delta } = asked;
  const exact = isolatedWithinLimits(network, roots, asked, options);
  if (exact) return exact;
  const { first } = opimPlan(numNodes, Math.max(1, maxSeeds(options, numNodes)), 0.1, delta);
  return doublePools([{ network, roots }], first, asked, async ([pools], { size, a, round, rounds }) => {
    const { seeds, gains, upper, cost } = await withPauses(
      selectConstrained(pools!.selection.view(), numNodes, options, options),
      options.signal,
    );
    const covered = pools!.validation.numCovered(joined(given, seeds));
    const rest = { delta, rounds: round, sets: 2 * size };
    const proven = certifiedSeeds(roots, size, { seeds, gains, covered, upper, a }, rest);
    const { sigmaLow, sigmaHigh, ratio } = proven.certificate;
    onProgress?.({ stage: 'rounds', done: round, total: rounds, unit: 'rounds', values: { sigmaLow, sigmaHigh } });
    const answer = {
      ...proven,
      spread: atLeastOwn(covered * (roots.weight / size), roots, network, seeds, given),
      cost,
    };
    options.onAnswer?.(answer);
    return ratio >= required || round === rounds ? answer : undefined;
  });
}
