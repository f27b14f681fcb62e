import type { RunOptions } from '../../core/index.js';
import { checkInside } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { type Roots, uniformRoots } from '../network/roots.js';

/** What everything that comes with a certificate is asked. */
export interface ProofOptions extends RunOptions {
  /** Chance that the certificate does not hold, in (0, 1); default 1 / numNodes. */
  readonly delta?: number;
  /** Of all randomness; default 1. */
  readonly seed?: number;
  /** Default all nodes, each counting 1. */
  readonly roots?: Roots;
}

/** The same with its defaults. @throws {HeteroGraphError} INVALID_OPTION */
export function proofOptions(
  { numNodes }: Pick<DiffusionNetwork, 'numNodes'>,
  { delta = 1 / Math.max(2, numNodes), seed = 1, roots = uniformRoots(numNodes) }: ProofOptions,
): { delta: number; seed: number; roots: Roots } {
  checkInside('delta', delta, 1);
  return { delta, seed, roots };
}
