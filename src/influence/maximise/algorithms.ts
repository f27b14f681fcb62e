import { HeteroGraphError, own } from '../../core/index.js';
import type { SeedAnswer } from '../algorithms/certificate.js';
import { hist } from '../algorithms/hist.js';
import { imm } from '../algorithms/imm.js';
import { opimC } from '../algorithms/opim-c.js';
import type { SeedOptions } from '../algorithms/seed-problem.js';
import type { DiffusionNetwork } from '../network/network.js';
import type { Roots } from '../sampling/roots.js';

/** A question as algorithms read it: nodes are numbers of the network. */
export interface SeedQuestion extends SeedOptions {
  readonly epsilon: number;
  readonly delta: number;
  readonly seed: number;
  readonly roots: Roots;
}

export type SeedAlgorithm = (network: DiffusionNetwork, question: SeedQuestion) => Promise<SeedAnswer>;

const algorithms = {
  'opim-c': opimC,
  hist,
  imm,
} satisfies Readonly<Record<string, SeedAlgorithm>>;

/** Names of {@link algorithms}: what `algorithm` may be. */
export type AlgorithmName = keyof typeof algorithms;

export const algorithmNames = Object.keys(algorithms) as readonly AlgorithmName[];

/** @throws {HeteroGraphError} UNKNOWN_ALGORITHM */
export function algorithmOf(name: string): SeedAlgorithm {
  const algorithm = own<SeedAlgorithm>(algorithms, name);
  if (algorithm) return algorithm;
  throw new HeteroGraphError('UNKNOWN_ALGORITHM', `There is no algorithm "${name}".`, {
    column: 'algorithm',
    hint: `There are: ${algorithmNames.join(', ')}.`,
  });
}
