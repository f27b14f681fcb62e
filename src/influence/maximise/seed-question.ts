import type { SeedOptions } from '../algorithms/seed-problem.js';
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
  /** Of `online`: sets to spend in all. */
  readonly sets?: number;
}

/** An answer, and whether the run was ended before it was complete. */
export type AlgorithmAnswer = SeedAnswer & { readonly stoppedBy?: 'abort' };

export type SeedAlgorithm = (network: DiffusionNetwork, question: SeedQuestion) => Promise<AlgorithmAnswer>;
