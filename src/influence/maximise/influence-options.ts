import { z } from 'zod';
import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import { GREEDY } from '../algorithms/opim-c.js';
import type { DiffusionOptions } from '../network/diffusion-options.js';
import type { NodeSet } from '../network/node-set.js';
import type { Targets } from '../network/targets.js';
import type { SeedAnswer } from '../proof/certificate.js';
import type { AlgorithmName } from './algorithms.js';
import type { SeedLimits } from './seed-limits.js';

export interface InfluenceOptions extends RunOptions, SeedLimits {
  /** Seeds wanted, beside those there are; at least 1. May be left out where quotas or a budget limit them. */
  readonly k?: number;
  /** How influence spreads; default weighted cascade along all relations. Of a graph only: a network has it in it. */
  readonly diffusion?: DiffusionOptions;
  /**
   * `opim-c`, the default; `hist` where sets are large, as with high probabilities; `imm` to compare with. All promise the same; their
   * certificates say what was reached. With quotas or costs `constrained`, whose ratio is certified and not promised.
   * `degree`, `single-discount`, `degree-discount` and `page-rank` are baselines: they promise nothing, and are judged by 131,072 sets.
   */
  readonly algorithm?: AlgorithmName;
  /** The seeds reach at least 1 - 1/e - epsilon of the best possible; in (0, 1 - 1/e), default 0.1. */
  readonly epsilon?: number;
  /** Chance that the certificate does not hold, in (0, 1); default 1 / nodes. */
  readonly delta?: number;
  /** Of everything random; default 1. */
  readonly seed?: number;
  /** Who may be a seed; default all nodes. */
  readonly candidates?: NodeSet;
  /** Who may not, though a candidate. */
  readonly exclude?: NodeSet;
  /** Whom it counts to reach, and how much; default all nodes, 1 each. */
  readonly targets?: Targets;
  /** Seeds there are already: what they reach needs no others. */
  readonly alreadySeeded?: NodeSet;
  /** Edges on a path of activations, at most; default that of `diffusion` or of the network. */
  readonly maxHops?: number;
  /** Called with the seeds so far (as numbers of the network) where an algorithm judges some; all certificates hold together. */
  readonly onAnswer?: (answer: SeedAnswer) => void;
}

const anything = z.custom<unknown>(
  (value) => value !== null && typeof value === 'object',
  'must be an object or numbers',
);
const callback = z.custom<unknown>((value) => typeof value === 'function', 'must be a function');

const influenceOptions = z.strictObject({
  k: z.number().int().min(1).optional(),
  quotas: z.record(z.string(), z.number().int().min(0)).optional(),
  costs: anything.optional(),
  budget: z.number().min(0).optional(),
  diffusion: anything.optional(),
  algorithm: z.string().optional(),
  epsilon: z.number().gt(0).lt(GREEDY).optional(),
  delta: z.number().gt(0).lt(1).optional(),
  seed: z.number().int().min(0).optional(),
  candidates: anything.optional(),
  exclude: anything.optional(),
  targets: anything.optional(),
  alreadySeeded: anything.optional(),
  maxHops: z.number().int().min(0).optional(),
  signal: z.custom<AbortSignal>((value) => value instanceof AbortSignal, 'must be an AbortSignal').optional(),
  onProgress: callback.optional(),
  onAnswer: callback.optional(),
});

/** @throws {HeteroGraphError} INVALID_OPTION naming the option */
export function checkInfluenceOptions(options: InfluenceOptions): void {
  const result = influenceOptions.safeParse(options);
  if (result.success) {
    if (options.k !== undefined || options.quotas !== undefined || options.budget !== undefined) return;
    const hint = 'Give k, quotas by node type, or costs and a budget.';
    throw new HeteroGraphError('INVALID_OPTION', 'Nothing says how many seeds are wanted.', { column: 'k', hint });
  }
  const issue = result.error.issues[0]!;
  const name = [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].join('.');
  const text = issue.code === 'unrecognized_keys' ? 'there is no such option' : issue.message;
  throw new HeteroGraphError('INVALID_OPTION', `${name}: ${text}.`, {
    column: name,
    hint: 'See InfluenceOptions for what there is and its ranges.',
  });
}
