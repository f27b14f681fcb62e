import { checkCall } from '../network/call-options.js';
import { checkInside } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { certifiedSeeds, type SeedAnswer } from '../proof/certificate.js';
import { atLeastOwn } from '../proof/own-weight.js';
import { sizeShare } from '../proof/size-share.js';
import { growPools } from '../sampling/grow-pools.js';
import { RrSets } from '../sampling/rr-sets.js';
import { chooseSeeds } from './choose-seeds.js';
import { chenGamma, type ImmPlan, immPlan } from './imm-plan.js';
import { isolatedAnswer } from './isolated-answer.js';
import { GREEDY } from './opim-schedule.js';
import { PhaseTimer } from './phase-timer.js';
import { sampleValidation } from './sample-validation.js';
import { type SeedOptions, type SeedProblem, seedProblem } from './seed-problem.js';

export interface ImmOptions extends SeedOptions {
  /** The guarantee is 1 - 1/e - epsilon, epsilon in (0, 1 - 1/e); default 0.1. */
  readonly epsilon?: number;
  /** The guarantee fails with a chance of numNodes^-l at most; default 1. */
  readonly l?: number;
  /**
   * How the proof is repaired, which does not allow the sets that gave the lower bound to choose as well (Chen, arXiv 1808.09363):
   * `resample` makes new ones to choose, at most twice the work; `enlarge` keeps them and enlarges l. Default `resample`.
   */
  readonly repair?: 'resample' | 'enlarge';
}

export interface ImmAnswer extends SeedAnswer {
  /**
   * What IMM promises beforehand: 1 - 1/e - epsilon of the best but for a chance of `delta`. Absent where no lower bound of the best spread
   * was found, which takes that no candidate is a target and that they hardly reach any.
   */
  readonly guarantee?: { readonly ratio: number; readonly delta: number };
}

/**
 * IMM (Tang, Shi, Xiao, SIGMOD 2015) with Chen's repair: a lower bound of the best spread decides how many reverse-reachable sets
 * choose. The certificate next to the guarantee is by an independent pool of as many sets, which are counted and not kept, and holds
 * but for a chance of `delta`. Slower than `opimC` for the same promise; here for comparison. O((k + l) (n + m) log n / epsilon^2).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, ABORTED, OUT_OF_MEMORY
 */
export async function imm(network: DiffusionNetwork, options: ImmOptions): Promise<ImmAnswer> {
  checkCall('imm', options);
  const { epsilon = 0.1, l: l0 = 1, repair = 'resample' } = options;
  checkInside('epsilon', epsilon, GREEDY);
  checkInside('l', l0, Number.MAX_VALUE);
  const problem = seedProblem(network, options);
  const guarantee = { ratio: GREEDY - epsilon, delta: Math.max(2, network.numNodes) ** -l0 };
  const exact = isolatedAnswer(problem);
  if (exact) return { ...exact, guarantee };
  const { roots, lnChoices } = problem;
  const shape = { numNodes: network.numNodes, weight: roots.weight, lnChoices, epsilon, l: l0 };
  const l = repair === 'enlarge' ? l0 + chenGamma(shape) : l0;
  const plan = immPlan({ ...shape, l });
  const timer = new PhaseTimer();

  const { chosen, sets, tried, isShown, tries } = await choose(problem, plan, timer, options);
  const covered = await sampleValidation(problem, chosen.seeds, sets, options);
  timer.end('sampling');
  const a = Math.log(2) - Math.log(problem.delta);
  // The sets of `enlarge` decided their own number: the bound is one for every number.
  const aHigh = repair === 'enlarge' ? a - Math.log(sizeShare(sets)) : a;
  const { seeds, gains, upper } = chosen;
  const rest = { delta: problem.delta, rounds: tries, sets: 2 * sets + (repair === 'enlarge' ? 0 : tried) };
  const answer: ImmAnswer = {
    ...certifiedSeeds(roots, sets, { seeds, gains, covered, upper, a, aHigh }, rest),
    spread: atLeastOwn((roots.weight * covered) / sets, roots, network, seeds, problem.given),
    seconds: timer.seconds,
    ...(isShown && { guarantee }),
  };
  options.onAnswer?.(answer);
  return answer;
}

/** Both phases: how many sets there must be, and the seeds by so many. */
async function choose(problem: SeedProblem, plan: ImmPlan, timer: PhaseTimer, run: ImmOptions) {
  const { network, roots, seed } = problem;
  const trying = new RrSets(network, roots, { seed, pool: 'bound' });
  let selection = trying;
  try {
    const bound = await lowerBoundOfBest(problem, trying, plan, run);
    const tried = trying.size;
    if (run.repair !== 'enlarge') {
      trying.dispose();
      selection = new RrSets(network, roots, { seed, pool: 'choose' });
    }
    await growPools([selection], Math.max(Math.ceil(plan.lambda / bound.optLow), selection.size), run);
    timer.end('sampling');
    const chosen = chooseSeeds(problem, selection.view());
    timer.end('selection');
    return { ...bound, chosen, tried, sets: selection.size };
  } finally {
    trying.dispose();
    selection.dispose();
  }
}

/** A lower bound of the best spread: the largest of weight / 2^i that greedy coverage shows to be reached (algorithm 2). */
async function lowerBoundOfBest(
  problem: SeedProblem,
  sets: RrSets,
  { epsilonBound, lambdaBound, tries }: ImmPlan,
  run: ImmOptions,
): Promise<{ optLow: number; isShown: boolean; tries: number }> {
  const { weight } = problem.roots;
  const { optLow } = problem;
  for (let i = 1; i <= tries; i++) {
    const x = weight / 2 ** i;
    // Seeds count themselves: what is known anyway needs no sets.
    if (x <= optLow) return { optLow, isShown: true, tries: i - 1 };
    await growPools([sets], Math.ceil(lambdaBound / x), run, 'sets of the bound');
    const spread = (weight * chooseSeeds(problem, sets.view()).covered) / sets.size;
    run.onProgress?.({ stage: 'bound', done: i, total: tries, unit: 'rounds', values: { spread, tried: x } });
    if (spread < (1 + epsilonBound) * x) continue;
    return { optLow: Math.max(optLow, spread / (1 + epsilonBound)), isShown: true, tries: i };
  }
  return { optLow: optLow > 0 ? optLow : weight / 2 ** (tries + 1), isShown: optLow > 0, tries };
}
