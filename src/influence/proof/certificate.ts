import type { Roots } from '../network/roots.js';
import { lowerHits, upperHits } from './bounds.js';

/** What is proved of a set of seeds. Spread is in target weight: nodes, where each counts 1. */
export interface Certificate {
  /** The seeds reach at least this in expectation. */
  readonly sigmaLow: number;
  /** No allowed set of seeds reaches more than this in expectation. */
  readonly sigmaHigh: number;
  /** sigmaLow / sigmaHigh: the seeds are at least this near to the best. */
  readonly ratio: number;
  /** Both hold together with probability at least 1 - delta. */
  readonly delta: number;
  /** Times that sets were doubled and judged. */
  readonly rounds: number;
  /** Reverse-reachable sets made, of both pools. */
  readonly sets: number;
}

/** Seeds as numbers of a network, before they are given names. */
export interface SeedAnswer {
  readonly seeds: Int32Array;
  /** What each adds to the spread of those before it, estimated. */
  readonly gains: Float64Array;
  /** Of all seeds together, estimated by sets that did not choose them. */
  readonly spread: number;
  readonly certificate: Certificate;
  /** Making and judging sets, and choosing seeds from them; not of every algorithm. */
  readonly seconds?: { readonly sampling: number; readonly selection: number };
}

/**
 * What a pool that judges and one that chose prove of seeds, `size` sets in each. Each bound fails with a chance of e^-a.
 *
 * @param hits sets that judge and hold a seed
 * @param upper no allowed seeds are in more of the sets that chose
 */
export function certify(
  { weight }: Roots,
  size: number,
  { hits, upper, a, aHigh = a }: { hits: number; upper: number; a: number; aHigh?: number },
): Pick<Certificate, 'sigmaLow' | 'sigmaHigh' | 'ratio'> {
  const scale = weight / size;
  const sigmaLow = scale * lowerHits(hits, a);
  const sigmaHigh = Math.min(weight, scale * upperHits(upper, aHigh));
  return { sigmaLow, sigmaHigh, ratio: sigmaLow / sigmaHigh };
}
