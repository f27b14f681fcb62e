import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import type { IntervalKind } from '../intervals/intervals.js';
import { type EloSettings, type KemenySettings, type RankingMethod, rankingMethods } from '../methods/method.js';

export interface RankOptions extends RunOptions {
  /** Default `plackett-luce`. */
  readonly method?: RankingMethod;
  /**
   * `sandwich` (default of plackett-luce and bradley-terry): by how much tasks differ; `information`: by the likelihood alone, which trusts the model;
   * `bootstrap` (default of borda): over tasks, for every method; `none` (default of elo and kemeny, and above 2,000 contestants).
   */
  readonly intervals?: IntervalKind;
  /** Share of the intervals that hold the truth; default 0.95. */
  readonly level?: number;
  /** Fits of a bootstrap (default 500), or draws behind sets of ranks (default 1000). */
  readonly resamples?: number;
  /** Pulls strengths to 0 as a normal prior of variance 1 / ridge; for plackett-luce and bradley-terry. Default 0: the maximum of the likelihood. */
  readonly ridge?: number;
  /** What is done with contestants that cannot be ranked with each other: `refuse` (default) them by name, or rank each group in itself (`separate`). */
  readonly disconnected?: 'refuse' | 'separate';
  readonly elo?: EloSettings;
  readonly kemeny?: KemenySettings;
  /** Of random orders and draws; default 1. */
  readonly seed?: number;
}

/** Contestants for whom a matrix of covariances is made, and ranks are bounded pair by pair. */
export const MOST_WITH_INTERVALS = 2000;

const schema = z.strictObject({
  ...option.runOptions,
  method: z.optional(z.enum(rankingMethods)),
  intervals: z.optional(z.enum(['sandwich', 'information', 'bootstrap', 'none'])),
  level: z.optional(option.between(0, 1)),
  resamples: z.optional(option.countFrom(100)),
  ridge: z.optional(option.nonNegative),
  disconnected: z.optional(z.enum(['refuse', 'separate'])),
  elo: z.optional(
    z.strictObject({
      k: z.optional(option.positive),
      order: z.optional(z.enum(['shuffled', 'given'])),
      shuffles: z.optional(option.count),
    }),
  ),
  kemeny: z.optional(z.strictObject({ search: z.optional(z.enum(['exact', 'local'])) })),
  seed: z.optional(option.seed),
});

/** Options with their defaults. @throws {HeteroGraphError} INVALID_OPTION */
export function checkedRankOptions(options: RankOptions) {
  expectArgument(options, 'object', 'options');
  checkOptions(schema, options);
  const { method = 'plackett-luce', level = 0.95, ridge = 0, disconnected = 'refuse', seed = 1 } = options;
  const isLikelihood = method === 'plackett-luce' || method === 'bradley-terry';
  const { intervals = isLikelihood ? 'sandwich' : method === 'borda' ? 'bootstrap' : 'none' } = options;
  if (!isLikelihood && options.ridge !== undefined) throw onlyOfLikelihoods('ridge', String(ridge), method);
  if (!isLikelihood && (intervals === 'sandwich' || intervals === 'information')) {
    throw onlyOfLikelihoods('intervals', intervals, method);
  }
  for (const of of ['elo', 'kemeny'] as const) {
    if (options[of] === undefined || method === of) continue;
    throw new HeteroGraphError('INVALID_OPTION', `${of} is given, and the method is ${method}.`, {
      column: of,
      hint: `Leave it out, or pass method: '${of}'.`,
    });
  }
  const resamples = options.resamples ?? (intervals === 'bootstrap' ? 500 : 1000);
  const elo = { k: 32, order: 'shuffled' as const, shuffles: 100, ...options.elo };
  const kemeny = { search: 'exact' as const, ...options.kemeny };
  return { method, intervals, level, resamples, disconnected, settings: { ridge, seed, elo, kemeny } };
}

function onlyOfLikelihoods(column: string, value: string, method: RankingMethod): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `${column} is ${value}, and ${method} has no likelihood.`, {
    column,
    hint: "Leave it out, or use plackett-luce or bradley-terry; intervals: 'bootstrap' goes with every method.",
  });
}
