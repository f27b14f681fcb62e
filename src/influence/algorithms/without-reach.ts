import { canReach } from './can-reach.js';
import type { SeedAnswer } from './certificate.js';
import { chooseSeeds } from './choose-seeds.js';
import type { SeedProblem } from './seed-problem.js';

const noSets = { size: 0, words: new Int32Array(0), starts: new Uint32Array(0), lengths: new Int32Array(0) };

/** The exact answer where there is no way from a candidate or a given seed to any target, which no number of sets would show. */
export function answerWithoutReach(problem: SeedProblem): SeedAnswer | undefined {
  const { network, roots, candidates, given, delta, k, optLow } = problem;
  if (optLow > 0) return undefined;
  const marks = candidates?.slice() ?? new Uint8Array(network.numNodes).fill(1);
  for (const v of given) marks[v] = 1;
  if (canReach(network, marks, roots)) return undefined;
  const certificate = { sigmaLow: 0, sigmaHigh: 0, ratio: 1, delta, rounds: 0, sets: 0 };
  return { seeds: chooseSeeds(problem, noSets).seeds, gains: new Float64Array(k), spread: 0, certificate };
}
