import { HeteroGraphError, ownProperty } from '../../core/index.js';
import { constrainedInfluence } from '../algorithms/constrained-influence.js';
import { hist } from '../algorithms/hist.js';
import { imm } from '../algorithms/imm.js';
import { GREEDY, opimC } from '../algorithms/opim-c.js';
import type { SeedOptions } from '../algorithms/seed-problem.js';
import { degreeDiscountSeeds, degreeSeeds, type HeuristicOptions, singleDiscountSeeds } from '../heuristics/degrees.js';
import { judgeSeeds } from '../heuristics/evaluate-seeds.js';
import { pageRankSeeds } from '../heuristics/page-rank.js';
import type { DiffusionNetwork } from '../network/network.js';
import type { Roots } from '../network/roots.js';
import type { SeedAnswer } from '../proof/certificate.js';
import type { NetworkLimits } from './seed-limits.js';

/** A question as algorithms read it: nodes are numbers of the network. */
export interface SeedQuestion extends SeedOptions {
  readonly epsilon: number;
  readonly delta: number;
  readonly seed: number;
  readonly roots: Roots;
  /** Whether `k` was given; else it is as many as there are candidates. */
  readonly hasK: boolean;
  readonly limits?: NetworkLimits;
}

export type SeedAlgorithm = (network: DiffusionNetwork, question: SeedQuestion) => Promise<SeedAnswer>;

/** What `algorithm` may be. */
export type AlgorithmName =
  | 'opim-c'
  | 'hist'
  | 'imm'
  | 'constrained'
  | 'degree'
  | 'single-discount'
  | 'degree-discount'
  | 'page-rank';

const algorithms: Readonly<Record<AlgorithmName, SeedAlgorithm>> = {
  'opim-c': opimC,
  hist,
  imm,
  constrained: (network: DiffusionNetwork, { limits, epsilon, hasK, k, ...question }: SeedQuestion) =>
    constrainedInfluence(network, { ...question, ...limits, ...(hasK ? { k } : {}), ratio: GREEDY - epsilon }),
  degree: judged(degreeSeeds),
  'single-discount': judged(singleDiscountSeeds),
  'degree-discount': judged(degreeDiscountSeeds),
  'page-rank': judged(pageRankSeeds),
};

/** A baseline that proves nothing of its own, with a certificate from sets that did not choose. */
function judged(heuristic: (network: DiffusionNetwork, options: HeuristicOptions) => Int32Array): SeedAlgorithm {
  return async (network, { k, candidates, given, ...question }) => {
    const free = candidates?.slice() ?? new Uint8Array(network.numNodes).fill(1);
    for (const node of given ?? []) free[node] = 0;
    const seeds = heuristic(network, { k, candidates: free });
    return judgeSeeds(network, seeds, { ...question, candidates: free, ...(given ? { given } : {}) });
  };
}

export const algorithmNames = Object.keys(algorithms) as readonly AlgorithmName[];

/**
 * @param isLimited seeds are restricted by more than their number
 * @throws {HeteroGraphError} INVALID_OPTION where the algorithm knows no such limits
 */
export function algorithmOf(name: string, isLimited: boolean): SeedAlgorithm {
  if (isLimited && name !== 'constrained') {
    throw new HeteroGraphError('INVALID_OPTION', `The algorithm ${name} knows neither quotas nor costs.`, {
      column: 'algorithm',
      hint: "Leave it out, or take 'constrained'.",
    });
  }
  const algorithm = ownProperty<SeedAlgorithm>(algorithms, name);
  if (algorithm) return algorithm;
  throw new HeteroGraphError('INVALID_OPTION', `There is no algorithm "${name}".`, {
    column: 'algorithm',
    hint: `There are: ${algorithmNames.join(', ')}.`,
  });
}
