import type { Pieces } from '../../core/index.js';
import type { TieLinks } from '../groups/win-graph.js';
import type { Preferences } from '../input/preferences.js';
import type { UnitLikelihood } from '../likelihood/likelihood.js';

/** Names of the methods. */
export const rankingMethods = ['plackett-luce', 'bradley-terry', 'elo', 'borda', 'kemeny'] as const;

/** A method by name. */
export type RankingMethod = (typeof rankingMethods)[number];

/** Settings of Elo's method. */
export interface EloSettings {
  /** Points that a comparison moves at most; default 32. */
  readonly k?: number;
  /** `shuffled` (default): the mean over random orders of the comparisons. `given`: once, as the rows stand, so that the last ones count most. */
  readonly order?: 'shuffled' | 'given';
  /** Random orders; default 100. */
  readonly shuffles?: number;
}

/** Settings of Kemeny's method. */
export interface KemenySettings {
  /** `exact` (default) refuses what takes too long; `local` moves contestants one at a time until no move is better, and says how far from the optimum that is at most. */
  readonly search?: 'exact' | 'local';
}

/** What methods may be told. */
export interface MethodSettings {
  readonly ridge: number;
  readonly seed: number;
  readonly elo: Required<EloSettings>;
  readonly kemeny: Required<KemenySettings>;
}

/** Strengths by contestants' numbers, the larger the better. */
export interface Fit {
  readonly strengths: Float64Array;
  /** Of a likelihood: all parameters at its maximum, to begin others from, and the likelihood, moved there. */
  readonly point?: Float64Array;
  readonly likelihood?: UnitLikelihood;
  readonly remarks: readonly string[];
}

/** A way to make strengths of orders. */
export interface Method {
  readonly name: RankingMethod;
  /** Whether strengths are finite only where chains of wins lead both ways. */
  readonly isLikelihood: boolean;
  /** What ties say about who can be compared. */
  readonly ties: TieLinks;
  /** What strengths are, for people. */
  readonly unit: string;
  /** Looks for what the groups do not show. @throws {HeteroGraphError} NOT_COMPARABLE */
  check?(preferences: Preferences, settings: MethodSettings): void;
  /** `start` is the point of an earlier fit of the same orders with other weights. */
  fit(preferences: Preferences, settings: MethodSettings, start?: Float64Array): Pieces<Fit>;
}
