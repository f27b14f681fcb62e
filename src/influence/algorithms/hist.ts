import { checkInside } from '../network/check-nodes.js';
import { marksOf } from '../network/marks.js';
import type { DiffusionNetwork } from '../network/network.js';
import { lowerHits, upperHits } from '../proof/bounds.js';
import type { SeedAnswer } from '../proof/certificate.js';
import { growPools } from '../sampling/grow-pools.js';
import { RrSets } from '../sampling/rr-sets.js';
import { chooseSeeds, joined } from './choose-seeds.js';
import { answerAlone } from './isolated-answer.js';
import { nextRound } from './next-round.js';
import { GREEDY, type OpimOptions, opim, opimSchedule } from './opim-c.js';
import { Laps } from './phase-timer.js';
import { countJudges } from './sample-validation.js';
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
  const { epsilon = 0.1, worth = 0.5 } = options;
  checkInside('epsilon', epsilon, GREEDY);
  const problem = seedProblem(network, options);
  const exact = answerAlone(problem);
  if (exact) return { ...exact, sentinels: 0 };
  const { roots, seed, k, lnChoices, optLow } = problem;
  const delta = problem.delta / 2;
  const laps = new Laps();
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
    return whole(await opim({ ...problem, delta }, { epsilon, keepJudges: false }, run));
  }

  // Judging sets end at any of the seeds and cost less than those that choose: more of them, and choosing begins with fewer.
  const judges = judgesPerChooser(sentinels.saving);
  const first = Math.ceil(schedule.first / judges);
  const rounds = schedule.rounds + Math.log2(judges);
  const a = Math.log(3 * rounds) - Math.log(delta);
  const choosing = new RrSets(network, roots, {
    seed,
    pool: 'choose',
    stops: marksOf(network.numNodes, problem.given, nodes),
  });
  const rest = k - nodes.length;
  laps.end('sampling');
  try {
    for (let round = 1, judged = 0; ; ) {
      const size = first * 2 ** (round - 1);
      await growPools([choosing], size, options);
      laps.end('sampling');
      // The bound is of k seeds beside the sentinels; greedy goes on for it beyond those that are left to choose.
      const chosen = chooseSeeds(problem, choosing.view(), {
        k: Math.min(k, problem.numCandidates - nodes.length),
        also: nodes,
      });
      laps.end('selection');
      const seeds = joined(nodes, chosen.seeds.subarray(0, rest));
      const hits = await countJudges(problem, seeds, judges * size, options);
      judged += judges * size;
      laps.end('sampling');
      const scale = roots.weight / size;
      const sigmaLow = (scale / judges) * lowerHits(hits, a);
      const sigmaHigh = Math.min(sentinels.sigmaHigh, scale * upperHits(choosing.numStopped + chosen.upper, a));
      const ratio = sigmaLow / sigmaHigh;
      const wanted = GREEDY - epsilon;
      options.onProgress?.({ stage: 'rounds', done: round, total: rounds, unit: 'rounds', values: { ratio, wanted } });
      const answer: HistAnswer = {
        seeds,
        gains: gainsOf(sentinels.gains, choosing.numStopped, chosen.gains.subarray(0, rest), scale),
        spread: (roots.weight * hits) / (judges * size),
        certificate: {
          sigmaLow,
          sigmaHigh,
          ratio,
          delta: problem.delta,
          rounds: round,
          sets: sentinels.sets + size + judged,
        },
        seconds: laps.seconds,
        sentinels: nodes.length,
      };
      options.onAnswer?.(answer);
      if (ratio >= wanted || round === rounds) return answer;
      round = nextRound(round, rounds, hits, a, wanted);
    }
  } finally {
    choosing.release();
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

/** Sets that judge for every set that chooses, by how many times fewer nodes those visit that end at sentinels. */
function judgesPerChooser(saving: number): number {
  return saving >= 16 ? 4 : saving >= 4 ? 2 : 1;
}
