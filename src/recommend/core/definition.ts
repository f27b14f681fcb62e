import type * as z from 'zod/mini';
import type { RunOptions } from '../../core/index.js';
import type { FitCheckpointOptions } from '../../files/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { Interactions } from '../interactions/interactions.js';
import type { Scorer, ScorerState } from './scorer.js';

/** What a recommender learns from. */
export interface RecommendProblem {
  readonly train: Interactions;
  /** Pairs with the users and items of `train`, in none of its entries: they choose the best epoch. */
  readonly validation?: Interactions;
  /** The graph around users and items, with the links of `train` alone between them; `users` and `items` are node types of it. */
  readonly side?: SideInformation;
}

/** What else is known of users and items: columns of their node types and edges to anything. */
export interface SideInformation {
  readonly graph: HeteroGraph;
  /** Node types of users and items; one that the graph lacks where nothing is known of them. */
  readonly userType: string;
  readonly itemType: string;
  /** Row in the graph of each user and of each item of the interactions. */
  readonly userRows: Int32Array;
  readonly itemRows: Int32Array;
}

export interface FitOptions extends RunOptions {
  readonly seed: number;
  /** Where the fit keeps its state, and goes on from it where there is one; for definitions that say `resumes`. */
  readonly checkpoint?: FitCheckpointOptions;
}

/** What a fit tells beside the scorer: losses and validation figures by epoch, remarks. */
export interface FitReport {
  readonly epochs?: number;
  readonly bestEpoch?: number;
  readonly history?: readonly Readonly<Record<string, number>>[];
  readonly remarks?: readonly string[];
}

/** A recommender of the registry: one folder, one line in `all-recommenders.ts`. */
export interface RecommenderDefinition<S extends object = object> {
  /** As on the command line: 'item-knn'. */
  readonly name: string;
  /** One line for people: how it scores. */
  readonly title: string;
  /** Authors, title, venue, year. */
  readonly paper?: string;
  /** Checks whole settings; unknown names are refused. */
  readonly settings: z.ZodMiniType<S>;
  readonly defaults: S;
  /** Whether it uses `side` of the problem; default false. */
  readonly usesSide?: boolean;
  /** Whether an interrupted fit goes on from its checkpoint; 'parts': it is several trainings, each with its own. Default false: it keeps none. */
  readonly resumes?: boolean | 'parts';
  /** False where everybody gets the same list; default true. */
  readonly isPersonal?: boolean;
  /**
   * How close the scores of a fitted user are to those of the user's own history folded in: the least correlation (Pearson, over all items) that
   * may be expected. Default 1: the same scores but for rounding.
   */
  readonly foldInAgreement?: number;
  /** Settings by name of a data set. */
  readonly presets?: Readonly<Record<string, Partial<S>>>;
  /** @throws {HeteroGraphError} where the data lack what it needs, or would take more memory than `maxBytes` of its settings, before any work. */
  check?(problem: RecommendProblem, settings: S): void;
  fit(problem: RecommendProblem, settings: S, options: FitOptions): Promise<{ scorer: Scorer; report: FitReport }>;
  /** @throws {HeteroGraphError} CORRUPT_FILE where the arrays do not fit each other or the interactions. */
  load(state: ScorerState, settings: S, train: Interactions): Scorer;
}
