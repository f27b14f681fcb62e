import type { GreedyOptions } from '../coverage/greedy.js';
import { Allowance, type Limits } from '../coverage/limits.js';
import { selectByWeight, type WeightSelection } from '../coverage/select-by-weight.js';
import type { DiffusionNetwork } from '../network/network.js';
import { reachesOthers } from '../network/reaches-others.js';
import { rootWeights } from '../network/root-weights.js';
import type { Roots } from '../network/roots.js';
import type { SeedAnswer } from '../proof/certificate.js';
import { fillUp } from './choose-seeds.js';
import type { SeedProblem } from './seed-problem.js';

/** What the given nodes count, and every node that may be chosen as well. */
export interface IsolatedWeights {
  readonly given: number;
  /** [numNodes]; 0 where a node may not be chosen. */
  readonly weights: Float64Array;
}

/**
 * What every node counts, where no node that may be chosen or is given reaches another one that counts; undefined where one does. O(N + E).
 */
export function isolatedWeights(
  network: DiffusionNetwork,
  roots: Roots,
  { candidates, given }: GreedyOptions,
  limits: Limits,
): IsolatedWeights | undefined {
  const allowed = candidates?.slice() ?? new Uint8Array(network.numNodes).fill(1);
  const allowance = new Allowance(limits);
  for (let v = 0; v < allowed.length; v++) if (allowed[v] !== 0 && !allowance.fits(v)) allowed[v] = 0;
  const marks = allowed.slice();
  for (const v of given ?? []) marks[v] = 1;
  if (reachesOthers(network, marks, roots)) return undefined;
  const weights = rootWeights(roots, network.numNodes);
  let sum = 0;
  for (const v of given ?? []) {
    sum += weights[v]!;
    weights[v] = 0;
  }
  for (let v = 0; v < allowed.length; v++) if (allowed[v] === 0) weights[v] = 0;
  return { given: sum, weights };
}

/** The exact answer within limits where nodes reach themselves alone; undefined where they may reach others. */
export function isolatedWithinLimits(
  network: DiffusionNetwork,
  roots: Roots,
  options: GreedyOptions & { readonly delta: number },
  limits: Limits,
): (SeedAnswer & { readonly cost: number }) | undefined {
  const alone = isolatedWeights(network, roots, options, limits);
  if (!alone) return undefined;
  const chosen = selectByWeight(alone.weights, limits);
  return { ...answerOf(chosen, alone.given, options.delta), cost: chosen.cost };
}

/** The same for k seeds; with the lowest-numbered others where fewer count. */
export function isolatedAnswer(problem: SeedProblem): SeedAnswer | undefined {
  const { network, roots, k, given } = problem;
  const alone = isolatedWeights(network, roots, problem, { k });
  if (!alone) return undefined;
  const chosen = selectByWeight(alone.weights, { k });
  const none = { gains: new Int32Array(chosen.seeds.length), before: 0, covered: 0, upper: 0 };
  const { seeds } = fillUp(problem, { seeds: chosen.seeds, ...none }, k, given);
  const gains = new Float64Array(k);
  gains.set(chosen.gains);
  return answerOf({ ...chosen, seeds, gains }, alone.given, problem.delta);
}

function answerOf({ seeds, gains, sum, upper }: WeightSelection, given: number, delta: number): SeedAnswer {
  const [spread, sigmaHigh] = [given + sum, given + upper];
  const ratio = sigmaHigh > 0 ? spread / sigmaHigh : 1;
  return { seeds, gains, spread, certificate: { sigmaLow: spread, sigmaHigh, ratio, delta, rounds: 0, sets: 0 } };
}
