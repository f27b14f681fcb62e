import type { Roots } from '../network/roots.js';
import { lowerCoverage, upperCoverage } from './bounds.js';

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
  /** Rounds of doubling the sets and validating the seeds. */
  readonly rounds: number;
  /** Reverse-reachable sets made, of both pools. */
  readonly sets: number;
}

/** Seeds as numbers of a network, before they are given names. */
export interface SeedAnswer {
  readonly seeds: Int32Array;
  /** What each adds to the spread of those before it, estimated. */
  readonly gains: Float64Array;
  /** Of all seeds together, estimated by sets that did not select them. */
  readonly spread: number;
  readonly certificate: Certificate;
  /** Time for making sets and validating, and for selecting seeds; absent for some algorithms. */
  readonly seconds?: { readonly sampling: number; readonly selection: number };
}

/** Seeds selected by one pool of sets and validated by another one, `size` sets in each. */
export interface ValidatedSeeds {
  readonly seeds: Int32Array;
  /** Sets of the selection pool that each covers first. */
  readonly gains: ArrayLike<number>;
  /** Sets of the validation pool that hold a seed. */
  readonly covered: number;
  /** No allowed seeds cover more sets of the selection pool. */
  readonly upper: number;
  /** Each bound fails with a chance of e^-a; the upper one, where it is given, of e^-aHigh. */
  readonly a: number;
  readonly aHigh?: number;
}

/** The bounds that two pools of `size` sets prove. */
export function certify(
  { weight }: Roots,
  size: number,
  { covered, upper, a, aHigh = a }: Omit<ValidatedSeeds, 'seeds' | 'gains'>,
): Pick<Certificate, 'sigmaLow' | 'sigmaHigh' | 'ratio'> {
  const scale = weight / size;
  const sigmaLow = scale * lowerCoverage(covered, a);
  const sigmaHigh = Math.min(weight, scale * upperCoverage(upper, aHigh));
  return { sigmaLow, sigmaHigh, ratio: Math.min(1, sigmaLow / sigmaHigh) };
}

/** Validated seeds with their gains in target weight and their certificate. */
export function certifiedSeeds(
  roots: Roots,
  size: number,
  validated: ValidatedSeeds,
  rest: Pick<Certificate, 'delta' | 'rounds' | 'sets'>,
): Pick<SeedAnswer, 'seeds' | 'gains' | 'certificate'> {
  const scale = roots.weight / size;
  return {
    seeds: validated.seeds,
    gains: Float64Array.from(validated.gains, (gain) => gain * scale),
    certificate: { ...certify(roots, size, validated), ...rest },
  };
}
