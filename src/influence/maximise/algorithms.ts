import { HeteroGraphError, ownProperty } from '../../core/index.js';
import { constrainedInfluence } from '../algorithms/constrained-influence.js';
import { hist } from '../algorithms/hist.js';
import { imm } from '../algorithms/imm.js';
import { opimC } from '../algorithms/opim-c.js';
import { GREEDY } from '../algorithms/opim-schedule.js';
import { degreeDiscountSeeds, degreeSeeds, type HeuristicOptions, singleDiscountSeeds } from '../heuristics/degrees.js';
import { evaluateSeeds } from '../heuristics/evaluate-seeds.js';
import { pageRankSeeds } from '../heuristics/page-rank.js';
import type { DiffusionNetwork } from '../network/network.js';
import type { SeedAnswer } from '../proof/certificate.js';
import type { SeedAlgorithm, SeedQuestion } from './seed-question.js';
import { spendSets } from './spend-sets.js';

/** What `algorithm` may be. */
export type AlgorithmName =
  | 'opim-c'
  | 'hist'
  | 'imm'
  | 'constrained'
  | 'online'
  | 'degree'
  | 'single-discount'
  | 'degree-discount'
  | 'page-rank';

const algorithms: Readonly<Record<AlgorithmName, SeedAlgorithm>> = {
  'opim-c': asked(opimC),
  hist: asked(hist),
  imm: asked(imm),
  constrained: (network: DiffusionNetwork, { limits, epsilon, hasK, k, sets, ...question }: SeedQuestion) =>
    constrainedInfluence(network, { ...question, ...limits, ...(hasK ? { k } : {}), ratio: GREEDY - epsilon }),
  online: spendSets,
  degree: evaluated(degreeSeeds),
  'single-discount': evaluated(singleDiscountSeeds),
  'degree-discount': evaluated(degreeDiscountSeeds),
  'page-rank': evaluated(pageRankSeeds),
};

/** An algorithm for k seeds, without what a question of others may hold. */
function asked(algorithm: (network: DiffusionNetwork, options: AskedSeeds) => Promise<SeedAnswer>): SeedAlgorithm {
  return (network, { limits, hasK, sets, ...question }) => algorithm(network, question);
}

type AskedSeeds = Omit<SeedQuestion, 'limits' | 'hasK' | 'sets'>;

/** A baseline that proves nothing by itself, with a certificate from sets that did not select its seeds. */
function evaluated(heuristic: (network: DiffusionNetwork, options: HeuristicOptions) => Int32Array): SeedAlgorithm {
  return async (network, { k, candidates, given, delta, seed, roots, signal, onProgress }) => {
    const free = candidates?.slice() ?? new Uint8Array(network.numNodes).fill(1);
    for (const node of given ?? []) free[node] = 0;
    const seeds = heuristic(network, { k, candidates: free });
    return evaluateSeeds(network, seeds, { delta, seed, roots, signal, onProgress, candidates: free, given });
  };
}

export const algorithmNames = Object.keys(algorithms) as readonly AlgorithmName[];

/**
 * @param isLimited seeds are limited by more than their number
 * @throws {HeteroGraphError} INVALID_OPTION where the algorithm does not support such limits
 */
export function algorithmOf(name: string, isLimited: boolean): SeedAlgorithm {
  if (isLimited && name !== 'constrained') {
    throw new HeteroGraphError('INVALID_OPTION', `The algorithm ${name} supports neither quotas nor costs.`, {
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
