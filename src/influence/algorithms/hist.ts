import { checkCall } from '../network/call-options.js';
import { checkInside } from '../network/check-nodes.js';
import { marksOf } from '../network/marks.js';
import type { DiffusionNetwork } from '../network/network.js';
import { lowerCoverage, upperCoverage } from '../proof/bounds.js';
import type { SeedAnswer } from '../proof/certificate.js';
import { atLeastOwn } from '../proof/own-weight.js';
import { growPools } from '../sampling/grow-pools.js';
import { RrSets } from '../sampling/rr-sets.js';
import { chooseSeeds, joined } from './choose-seeds.js';
import { isolatedAnswer } from './isolated-answer.js';
import { nextRound } from './next-round.js';
import { type OpimOptions, opim } from './opim-c.js';
import { GREEDY, opimSchedule } from './opim-schedule.js';
import { PhaseTimer } from './phase-timer.js';
import { sampleValidation } from './sample-validation.js';
import { seedProblem } from './seed-problem.js';
import { findSentinels } from './sentinels.js';

export interface HistOptions extends OpimOptions {
  /** Sentinels are used where sets that end at them have at most this share of the nodes of whole ones, in [0, 1]; default 0.5. */
  readonly worth?: number;
}

export interface HistAnswer extends SeedAnswer {
  /** How many of the seeds, the first ones, were sentinels. */
  readonly sentinels: number;
}

/**
 * HIST (Guo, Wang, Wei, Chen, SIGMOD 2020, section 4): for networks whose reverse-reachable sets are large. A few sentinels are chosen on
 * few whole sets; the sets that choose the other seeds end where they meet one, since those are covered anyway. The promise is that of
 * `opimC`, with half of delta for each phase; seeds that are given stop sets as well.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, ABORTED, OUT_OF_MEMORY
 */
export async function hist(network: DiffusionNetwork, options: HistOptions): Promise<HistAnswer> {
  checkCall('hist', options);
  const { epsilon = 0.1, worth = 0.5 } = options;
  checkInside('epsilon', epsilon, GREEDY);
  const problem = seedProblem(network, options);
  const exact = isolatedAnswer(problem);
  if (exact) return { ...exact, sentinels: 0 };
  const { roots, seed, k, lnChoices, optLow } = problem;
  const delta = problem.delta / 2;
  const timer = new PhaseTimer();
  const schedule = opimSchedule({ lnChoices, weight: roots.weight, optLow }, epsilon, delta);
  const sentinels = await findSentinels(
    problem,
    { epsilon: epsilon / 2, delta, maxSets: schedule.first, worth },
    options,
  );
  const { nodes } = sentinels;
  if (nodes.length === 0) {
    const whole = (answer: SeedAnswer): HistAnswer => {
      const sets = answer.certificate.sets + sentinels.sets;
      return { ...answer, certificate: { ...answer.certificate, delta: problem.delta, sets }, sentinels: 0 };
    };
    const { onAnswer } = options;
    const run = { ...options, ...(onAnswer && { onAnswer: (answer: SeedAnswer) => onAnswer(whole(answer)) }) };
    return whole(await opim({ ...problem, delta }, { epsilon, keepValidation: false }, run));
  }

  // Validation sets end at any of the seeds and cost less than selection sets: more of them, and selection begins with fewer.
  const factor = validationFactor(sentinels.saving);
  const first = Math.ceil(schedule.first / factor);
  const rounds = schedule.rounds + Math.log2(factor);
  const a = Math.log(3 * rounds) - Math.log(delta);
  const selection = new RrSets(network, roots, {
    seed,
    pool: 'choose',
    stops: marksOf(network.numNodes, problem.given, nodes),
  });
  const rest = k - nodes.length;
  const required = GREEDY - epsilon;
  timer.end('sampling');
  try {
    for (let round = 1, validated = 0; ; ) {
      const size = first * 2 ** (round - 1);
      await growPools([selection], size, options);
      timer.end('sampling');
      // The upper bound is for k seeds besides the sentinels, so greedy selects more than are still needed.
      const chosen = chooseSeeds(problem, selection.view(), {
        k: Math.min(k, problem.numCandidates - nodes.length),
        also: nodes,
      });
      timer.end('selection');
      const seeds = joined(nodes, chosen.seeds.subarray(0, rest));
      const covered = await sampleValidation(problem, seeds, factor * size, options);
      validated += factor * size;
      timer.end('sampling');
      const scale = roots.weight / size;
      const sigmaLow = (scale / factor) * lowerCoverage(covered, a);
      const sigmaHigh = Math.min(sentinels.sigmaHigh, scale * upperCoverage(selection.numStopped + chosen.upper, a));
      const ratio = sigmaLow / sigmaHigh;
      options.onProgress?.({
        stage: 'rounds',
        done: round,
        total: rounds,
        unit: 'rounds',
        values: { ratio, required },
      });
      const answer: HistAnswer = {
        seeds,
        gains: gainsOf(sentinels.gains, selection.numStopped, chosen.gains.subarray(0, rest), scale),
        spread: atLeastOwn((roots.weight * covered) / (factor * size), roots, network, seeds, problem.given),
        certificate: {
          sigmaLow,
          sigmaHigh,
          ratio,
          delta: problem.delta,
          rounds: round,
          sets: sentinels.sets + size + validated,
        },
        seconds: timer.seconds,
        sentinels: nodes.length,
      };
      options.onAnswer?.(answer);
      if (ratio >= required || round === rounds) return answer;
      round = nextRound(round, rounds, covered, a, required);
    }
  } finally {
    selection.dispose();
  }
}

/** Sentinels share what they stop together by what each covered when they were chosen. */
function gainsOf(first: Int32Array, stopped: number, others: Int32Array, scale: number): Float64Array {
  const sum = first.reduce((total, gain) => total + gain, 0);
  const gains = new Float64Array(first.length + others.length);
  gains.set(Float64Array.from(first, (gain) => (gain / Math.max(1, sum)) * stopped * scale));
  gains.set(
    Float64Array.from(others, (gain) => gain * scale),
    first.length,
  );
  return gains;
}

/** Validation sets for every selection set, by how many times fewer nodes sets visit that end at sentinels. */
function validationFactor(saving: number): number {
  return saving >= 16 ? 4 : saving >= 4 ? 2 : 1;
}
