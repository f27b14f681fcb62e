import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import { GREEDY } from '../algorithms/opim-schedule.js';
import type { DiffusionOptions } from '../network/diffusion-options.js';
import type { NodeSet } from '../network/node-set.js';
import type { Targets } from '../network/targets.js';
import type { SeedAnswer } from '../proof/certificate.js';
import type { AlgorithmName } from './algorithms.js';
import type { SeedLimits } from './seed-limits.js';

export interface InfluenceOptions extends RunOptions, SeedLimits {
  /** Number of seeds to choose, besides those already seeded; at least 1. May be left out where quotas or a budget limit them. */
  readonly k?: number;
  /** How influence spreads; default weighted cascade along all relations. Of a graph only: a network has it in it. */
  readonly diffusion?: DiffusionOptions;
  /**
   * `opim-c`, the default; `hist` where sets are large, as with high probabilities; `imm` to compare with. All promise the same; their
   * certificates say what was reached. With quotas or costs `constrained`, whose ratio is certified and not promised. `online` spends a
   * number of `sets` instead of aiming at a ratio. `degree`, `single-discount`, `degree-discount` and `page-rank` are baselines without a
   * guarantee, evaluated by 131,072 sets.
   */
  readonly algorithm?: AlgorithmName;
  /** Of `online` only: reverse-reachable sets to spend in all; default 131,072. */
  readonly sets?: number;
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
  /** Called with the seeds so far (as numbers of the network) after each round that validates some; all certificates hold together. */
  readonly onAnswer?: (answer: SeedAnswer) => void;
}

const nodes = z.custom<unknown>(
  (value) => value !== null && typeof value === 'object',
  'an object or an array of numbers',
);

/** Options of every question. */
const common = {
  ...option.runOptions,
  costs: z.optional(nodes),
  diffusion: z.optional(nodes),
  delta: z.optional(option.between(0, 1)),
  seed: z.optional(option.seed),
  candidates: z.optional(nodes),
  exclude: z.optional(nodes),
  targets: z.optional(nodes),
  alreadySeeded: z.optional(nodes),
  maxHops: z.optional(option.countFrom(0)),
};

const influenceOptions = z.strictObject({
  ...common,
  k: z.optional(option.count),
  quotas: z.optional(z.record(z.string(), option.countFrom(0))),
  budget: z.optional(option.nonNegative),
  algorithm: z.optional(z.string()),
  sets: z.optional(option.count),
  epsilon: z.optional(option.between(0, GREEDY, 'a number above 0 and below 1 - 1/e')),
  onAnswer: z.optional(option.callback),
});

const minimisationOptions = z.strictObject({ ...common, spread: option.positive });

/** @throws {HeteroGraphError} INVALID_OPTION naming the option */
export function checkInfluenceOptions(options: InfluenceOptions): void {
  checkOptions(influenceOptions, options);
  if (options.sets !== undefined && options.algorithm !== 'online') {
    const hint = "Leave it out, or take algorithm: 'online'.";
    throw new HeteroGraphError('INVALID_OPTION', 'Only an online run takes a number of sets.', {
      column: 'sets',
      hint,
    });
  }
  if (options.k !== undefined || options.quotas !== undefined || options.budget !== undefined) return;
  const hint = 'Give k, quotas by node type, or costs and a budget.';
  throw new HeteroGraphError('INVALID_OPTION', 'The number of seeds is not limited.', { column: 'k', hint });
}

/** @throws {HeteroGraphError} INVALID_OPTION naming the option */
export function checkMinimisationOptions(options: object): void {
  checkOptions(minimisationOptions, options);
}
