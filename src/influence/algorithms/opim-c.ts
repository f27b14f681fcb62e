import { Coverage, type PendingSelection } from '../coverage/coverage.js';
import { checkCall } from '../network/call-options.js';
import { checkInside } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { certifiedSeeds, type SeedAnswer } from '../proof/certificate.js';
import { atLeastOwn } from '../proof/own-weight.js';
import { growPools } from '../sampling/grow-pools.js';
import { TwoPools } from '../sampling/two-pools.js';
import { fillUp, greedyOptionsOf, joined } from './choose-seeds.js';
import { isolatedAnswer } from './isolated-answer.js';
import { GREEDY, opimSchedule } from './opim-schedule.js';
import { PhaseTimer } from './phase-timer.js';
import { refineSeeds } from './refine-seeds.js';
import { sampleValidation } from './sample-validation.js';
import { type SeedOptions, type SeedProblem, seedProblem } from './seed-problem.js';

export interface OpimOptions extends SeedOptions {
  /** Wanted ratio is 1 - 1/e - epsilon, epsilon in (0, 1 - 1/e); default 0.1. */
  readonly epsilon?: number;
  /**
   * When the ratio is reached, choose once more by all sets there are, and prove what those seeds reach by fresh ones: half as many sets
   * more, and seeds as of twice as many. Default true; false is the algorithm as published.
   */
  readonly refine?: boolean;
}

/**
 * OPIM-C (Tang, Tang, Xiao, Yuan, SIGMOD 2018): one pool of reverse-reachable sets selects seeds, another validates them, both double until the
 * certificate is good enough. With seeds given it compares these and the chosen ones together with the best choice besides them.
 * After the last round the seeds come back with the ratio that was reached. Where no node reaches another one the answer is exact, of 0 sets. O(k n log n / epsilon^2) expected for a bounded sum of
 * in-probabilities.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, ABORTED, OUT_OF_MEMORY
 */
export async function opimC(network: DiffusionNetwork, options: OpimOptions): Promise<SeedAnswer> {
  checkCall('opimC', options);
  const { epsilon = 0.1, refine = true } = options;
  checkInside('epsilon', epsilon, GREEDY);
  const problem = seedProblem(network, options);
  return isolatedAnswer(problem) ?? opim(problem, { epsilon, keepValidation: true, refine }, options);
}

/** {@link opimC} of a checked problem. Validation sets are kept or, where they are large, made again and counted every round. */
export async function opim(
  problem: SeedProblem,
  { epsilon, keepValidation, refine = false }: { epsilon: number; keepValidation: boolean; refine?: boolean },
  run: Pick<SeedOptions, 'signal' | 'onProgress' | 'onAnswer'>,
): Promise<SeedAnswer> {
  const { network, roots, k, seed, delta, given, lnChoices, optLow } = problem;
  const { first, rounds } = opimSchedule({ lnChoices, weight: roots.weight, optLow }, epsilon, delta);
  const a = Math.log(3 * rounds) - Math.log(delta);
  const required = GREEDY - epsilon;
  const pools = new TwoPools(network, roots, seed);
  const { selection, validation } = pools;
  const coverage = new Coverage(network.numNodes);
  const timer = new PhaseTimer();
  try {
    for (let round = 1, counted = 0; ; round++) {
      const size = first * 2 ** (round - 1);
      let pending: PendingSelection | undefined;
      const select = () => {
        pending = coverage.begin(selection.view(), selection.numMembers, k, greedyOptionsOf(problem, given));
        return pending;
      };
      await growPools(keepValidation ? [selection, validation] : [selection], size, run, 'sets', select);
      timer.end('sampling');
      const { seeds, gains, upper } = fillUp(problem, (pending ?? select()).finish(), k, given);
      timer.end('selection');
      const covered = keepValidation
        ? validation.numCovered(joined(given, seeds))
        : await sampleValidation(problem, seeds, size, run);
      counted += keepValidation ? 0 : size;
      timer.end('sampling');
      const rest = { delta, rounds: round, sets: selection.size + validation.size + counted };
      const answer: SeedAnswer = {
        ...certifiedSeeds(roots, size, { seeds, gains, covered, upper, a }, rest),
        spread: atLeastOwn((roots.weight * covered) / size, roots, network, seeds, given),
        seconds: timer.seconds,
      };
      const { ratio } = answer.certificate;
      run.onProgress?.({ stage: 'rounds', done: round, total: rounds, unit: 'rounds', values: { ratio, required } });
      run.onAnswer?.(answer);
      if (round === rounds) return answer;
      if (ratio < required) continue;
      if (!refine) return answer;
      const better = await refineSeeds(problem, answer, required, pools, coverage, run);
      timer.end('sampling');
      return { ...better, seconds: timer.seconds };
    }
  } finally {
    pools.dispose();
    coverage.dispose();
  }
}
