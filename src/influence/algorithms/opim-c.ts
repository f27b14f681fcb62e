import { Coverage, type PendingSelection } from '../coverage/coverage.js';
import { checkInside } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { lnBinomial } from '../proof/bounds.js';
import { certify, type SeedAnswer } from '../proof/certificate.js';
import { growPools } from '../sampling/grow-pools.js';
import { RrSets } from '../sampling/rr-sets.js';
import { fillUp, greedyOptionsOf, joined } from './choose-seeds.js';
import { answerAlone } from './isolated-answer.js';
import { Laps } from './phase-timer.js';
import { chooseAnew } from './refine-seeds.js';
import { countJudges } from './sample-validation.js';
import { type SeedOptions, type SeedProblem, seedProblem } from './seed-problem.js';

/** What greedy keeps of the best. */
export const GREEDY = 1 - 1 / Math.E;

/** Rounds where nothing is known of the best spread: in the last one there are 32,768 times the first sets. */
const BLIND_ROUNDS = 16;

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
 * How many sets a pool has in the first round, and how many rounds there are at most (OPIM-C, algorithm 2): enough for the ratio
 * where the best seeds reach `optLow` of `weight`, which are k of n where all nodes count and may be chosen. The certificate does not
 * depend on it: it is one of every round.
 */
export function opimSchedule(
  { lnChoices, weight, optLow }: { lnChoices: number; weight: number; optLow: number },
  epsilon: number,
  delta: number,
): { first: number; rounds: number } {
  const a = Math.log(6) - Math.log(delta);
  const first = 2 * (GREEDY * Math.sqrt(a) + Math.sqrt(GREEDY * (lnChoices + a))) ** 2;
  const rounds = optLow > 0 ? Math.floor(Math.log2(weight / optLow) - 2 * Math.log2(epsilon)) + 1 : BLIND_ROUNDS;
  return { first: Math.max(1, Math.floor(first)), rounds: Math.max(1, rounds) };
}

/** {@link opimSchedule} where each of n nodes counts 1 and may be chosen. */
export function opimPlan(n: number, k: number, epsilon: number, delta: number): { first: number; rounds: number } {
  return opimSchedule({ lnChoices: lnBinomial(n, k), weight: n, optLow: k }, epsilon, delta);
}

/**
 * OPIM-C (Tang, Tang, Xiao, Yuan, SIGMOD 2018): one pool of reverse-reachable sets chooses, another judges, both double until the
 * certificate is good enough. With seeds given it speaks of them and the chosen ones together, against the best choice beside them.
 * After the last round the seeds come back with the ratio that was reached. Where no node reaches another one the answer is exact, of 0 sets. O(k n log n / epsilon^2) expected for a bounded sum of
 * in-probabilities.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, ABORTED, OUT_OF_MEMORY
 */
export async function opimC(network: DiffusionNetwork, options: OpimOptions): Promise<SeedAnswer> {
  const { epsilon = 0.1, refine = true } = options;
  checkInside('epsilon', epsilon, GREEDY);
  const problem = seedProblem(network, options);
  return answerAlone(problem) ?? opim(problem, { epsilon, keepJudges: true, anew: refine }, options);
}

/** {@link opimC} of a checked question. Judging sets are kept, or, where they are large, made anew and counted every round. */
export async function opim(
  problem: SeedProblem,
  { epsilon, keepJudges, anew = false }: { epsilon: number; keepJudges: boolean; anew?: boolean },
  run: Pick<SeedOptions, 'signal' | 'onProgress' | 'onAnswer'>,
): Promise<SeedAnswer> {
  const { network, roots, k, seed, delta, given, lnChoices, optLow } = problem;
  const { first, rounds } = opimSchedule({ lnChoices, weight: roots.weight, optLow }, epsilon, delta);
  const a = Math.log(3 * rounds) - Math.log(delta);
  const choosing = new RrSets(network, roots, { seed, pool: 'choose' });
  const judging = new RrSets(network, roots, { seed, pool: 'judge' });
  const coverage = new Coverage(network.numNodes);
  const laps = new Laps();
  try {
    for (let round = 1, made = 0; ; round++) {
      const size = first * 2 ** (round - 1);
      let pending: PendingSelection | undefined;
      const select = () => {
        pending = coverage.begin(choosing.view(), choosing.numMembers, k, greedyOptionsOf(problem, given));
        return pending;
      };
      await growPools(keepJudges ? [choosing, judging] : [choosing], size, run, 'sets', select);
      laps.end('sampling');
      const { seeds, gains, upper } = fillUp(problem, (pending ?? select()).finish(), k, given);
      laps.end('selection');
      const hits = keepJudges ? judging.hits(joined(given, seeds)) : await countJudges(problem, seeds, size, run);
      made += keepJudges ? 0 : size;
      laps.end('sampling');
      const scale = roots.weight / size;
      const proof = certify(roots, size, { hits, upper, a });
      const { ratio } = proof;
      const wanted = GREEDY - epsilon;
      run.onProgress?.({ stage: 'rounds', done: round, total: rounds, unit: 'rounds', values: { ratio, wanted } });
      const answer: SeedAnswer = {
        seeds,
        gains: Float64Array.from(gains, (gain) => gain * scale),
        spread: (roots.weight * hits) / size,
        certificate: { ...proof, delta, rounds: round, sets: choosing.size + judging.size + made },
        seconds: laps.seconds,
      };
      run.onAnswer?.(answer);
      if (round === rounds) return answer;
      if (ratio < wanted) continue;
      if (!anew) return answer;
      const better = await chooseAnew(problem, answer, wanted, { choosing, judging, coverage }, run);
      laps.end('sampling');
      return { ...better, seconds: laps.seconds };
    }
  } finally {
    for (const held of [choosing, judging, coverage]) held.release();
  }
}
