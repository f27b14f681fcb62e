import type { GreedyOptions } from '../coverage/greedy.js';
import { checkChoice, checkWhole, invalidOption } from '../network/check-nodes.js';
import { marksOf } from '../network/marks.js';
import type { DiffusionNetwork } from '../network/network.js';
import { rootWeights } from '../network/root-weights.js';
import type { Roots } from '../network/roots.js';
import { lnBinomial } from '../proof/bounds.js';
import type { SeedAnswer } from '../proof/certificate.js';
import { type ProofOptions, proofOptions } from '../proof/proof-options.js';

/** What every algorithm that chooses seeds is asked. */
export interface SeedOptions extends ProofOptions, GreedyOptions {
  /** Number of seeds to choose, besides those given. */
  readonly k: number;
  /** Called after every round with the seeds so far; the certificates of all rounds hold together. */
  readonly onAnswer?: (answer: SeedAnswer) => void;
}

/** The question in full, checked. */
export interface SeedProblem {
  readonly network: DiffusionNetwork;
  readonly roots: Roots;
  readonly k: number;
  readonly seed: number;
  readonly delta: number;
  readonly candidates?: Uint8Array;
  readonly given: Int32Array;
  /** Nodes that may be chosen and are not given. */
  readonly numCandidates: number;
  /** ln of the number of ways to choose. */
  readonly lnChoices: number;
  /** The best seeds, with those given, reach at least this: what they count themselves. 0 where no candidate counts. */
  readonly optLow: number;
}

/**
 * Checks the question. O(numNodes).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function seedProblem(network: DiffusionNetwork, options: SeedOptions): SeedProblem {
  const { numNodes } = network;
  const { k, candidates } = options;
  const { delta, seed, roots } = proofOptions(network, options);
  checkWhole(k, 'k', 1);
  checkChoice(network, options);
  const given = Int32Array.from(new Set(options.given));
  const numCandidates = countCandidates(numNodes, candidates, given);
  if (k > numCandidates)
    throw invalidOption('k', k, `There are ${numCandidates} nodes to choose from; ask for no more.`);
  return {
    network,
    roots,
    k,
    seed,
    delta,
    ...(candidates && { candidates }),
    given,
    numCandidates,
    lnChoices: lnBinomial(numCandidates, k),
    optLow: lowerBoundOfSpread(network, roots, candidates, given, k),
  };
}

/** Nodes that may be chosen and are not given. */
function countCandidates(numNodes: number, candidates: Uint8Array | undefined, given: Int32Array): number {
  let count = numNodes;
  if (candidates) for (let v = 0; v < numNodes; v++) if (candidates[v] === 0) count--;
  for (const v of given) if (candidates?.[v] !== 0) count--;
  return count;
}

/** The weight of the given seeds and of the k heaviest candidates: seeds reach themselves. */
function lowerBoundOfSpread(
  { numNodes }: DiffusionNetwork,
  roots: Roots,
  candidates: Uint8Array | undefined,
  given: Int32Array,
  k: number,
): number {
  if (!roots.nodes && !roots.limits) return given.length + k;
  const weights = rootWeights(roots, numNodes);
  const isGiven = marksOf(numNodes, given);
  const heaviest = weights.filter((_, v) => candidates?.[v] !== 0 && isGiven[v] === 0).sort();
  let sum = 0;
  for (const v of given) sum += weights[v]!;
  for (let i = 1; i <= k; i++) sum += heaviest[heaviest.length - i]!;
  return sum;
}
