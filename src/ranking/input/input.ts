/** What names a contestant or a task; 7 and "7" name the same. */
export type RankingId = string | number;

/** One contestant against another, a row each. */
export interface Comparisons {
  readonly winner: readonly RankingId[];
  readonly loser: readonly RankingId[];
  /** True or 1 where neither won: `winner` and `loser` are then the two sides; default none. */
  readonly tie?: ArrayLike<boolean | number>;
  /** How much a comparison counts, above 0; default 1. Not a number of games: these are rows of their own. */
  readonly weight?: ArrayLike<number>;
  /** What they were compared on: comparisons of one task depend on each other. Default: each is a task of its own. */
  readonly task?: readonly RankingId[];
}

/** Contestants in order, the best first, not all of them in each. */
export interface PartialRankings {
  /** An array inside of an order holds contestants that are tied: `['a', ['b', 'c'], 'd']`. */
  readonly orders: readonly (readonly (RankingId | readonly RankingId[])[])[];
  /** How much an order counts, above 0; default 1. */
  readonly weight?: ArrayLike<number>;
  /** Orders of one task depend on each other. Default: each is a task of its own. */
  readonly task?: readonly RankingId[];
}

/** Whether the larger or the smaller value is the better one. */
export type Better = 'larger' | 'smaller';

/** Numbers that contestants were measured by on tasks, a row each, most pairs missing. Values are compared within a task alone, so that scales may differ. */
export interface Measurements {
  readonly contestant: readonly RankingId[];
  readonly task: readonly RankingId[];
  /** null and NaN: not measured. Several of a contestant on a task count as their mean. */
  readonly value: ArrayLike<number | null>;
  /** Default `larger`; by task where they differ (tasks that are not named: `larger`). */
  readonly better?: Better | Readonly<Record<string, Better>>;
}

/** What contestants are ranked by: any of the three, or several together. */
export interface RankingInput {
  readonly comparisons?: Comparisons;
  readonly rankings?: PartialRankings;
  readonly measurements?: Measurements;
}
