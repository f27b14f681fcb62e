import type { RunOptions } from '../../core/index.js';
import type { DiffusionNetwork } from '../network/network.js';
import { type Roots, uniformRoots } from '../sampling/roots.js';
import { RrSets } from '../sampling/rr-sets.js';
import type { GreedyOptions } from '../selection/greedy.js';
import { selectGreedy } from '../selection/select-greedy.js';
import { lnBinomial, lowerHits, upperHits } from './bounds.js';
import type { SeedAnswer } from './certificate.js';

const GREEDY = 1 - 1 / Math.E;

export interface OpimOptions extends RunOptions, GreedyOptions {
  readonly k: number;
  /** Wanted ratio is 1 - 1/e - epsilon; default 0.1. */
  readonly epsilon?: number;
  /** Chance that the certificate does not hold; default 1 / numNodes. */
  readonly delta?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default all nodes, each counting 1. */
  readonly roots?: Roots;
}

/** How many sets a pool has in the first round, and how many rounds there are at most (OPIM-C, algorithm 2). */
export function opimPlan(n: number, k: number, epsilon: number, delta: number): { first: number; rounds: number } {
  const a = Math.log(6 / delta);
  const first = 2 * (GREEDY * Math.sqrt(a) + Math.sqrt(GREEDY * (lnBinomial(n, k) + a))) ** 2;
  return { first: Math.floor(first), rounds: Math.max(1, Math.floor(Math.log2(n / (epsilon * epsilon * k))) + 1) };
}

/**
 * OPIM-C (Tang, Tang, Xiao, Yuan, SIGMOD 2018): one pool of reverse-reachable sets chooses, another judges, both double until the
 * certificate is good enough. O(k n log n / epsilon^2) expected for a bounded sum of in-probabilities.
 */
export async function opimC(network: DiffusionNetwork, options: OpimOptions): Promise<SeedAnswer> {
  const { k, epsilon = 0.1, delta = 1 / network.numNodes, seed = 1, roots = uniformRoots(network.numNodes) } = options;
  const { first, rounds } = opimPlan(network.numNodes, k, epsilon, delta);
  const a = Math.log((3 * rounds) / delta);
  const choosing = new RrSets(network, roots, { seed, pool: 'choose' });
  const judging = new RrSets(network, roots, { seed, pool: 'judge' });
  for (let round = 1; ; round++) {
    const size = first * 2 ** (round - 1);
    await choosing.grow(size, options);
    await judging.grow(size, options);
    const { seeds, gains, upper, before } = selectGreedy(choosing.view(), network.numNodes, k, options);
    const hits = judging.hits(options.given ? Int32Array.of(...options.given, ...seeds) : seeds);
    const scale = roots.weight / size;
    const sigmaLow = scale * lowerHits(hits, a);
    const sigmaHigh = Math.min(roots.weight, scale * upperHits(upper, a));
    const ratio = sigmaLow / sigmaHigh;
    if (ratio < GREEDY - epsilon && round < rounds) continue;
    return {
      seeds,
      gains: Float64Array.from(gains, (gain) => gain * scale),
      spread: hits * scale,
      certificate: { sigmaLow, sigmaHigh, ratio, delta, rounds: round, sets: 2 * size },
    };
  }
}
