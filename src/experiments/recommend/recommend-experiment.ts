import type { HeteroGraphError, RunOptions } from '../../core/index.js';
import type { DataOptions } from '../../data/index.js';
import type { ListEvaluation, Recommender } from '../../recommend/index.js';
import type { RecommenderComparison } from './choose-recommender.js';
import type { InteractionOptions, InteractionReading } from './read-interactions.js';
import type { RecommenderScore } from './recommender-score.js';
import type { InteractionParts } from './split-interactions.js';

/** What to learn from, and what to keep. */
export interface RecommendTrainOptions extends Omit<DataOptions, 'target'>, InteractionOptions {
  /** Name of a recommender; default 'auto', which compares several by validation pairs and keeps the best. */
  readonly model?: string;
  /** Settings of the recommender that is named, which differ from its preset for the data set or from its defaults. */
  readonly settings?: object;
  /** Seed of everything random, the split included; default 1. */
  readonly seed?: number;
  /** Run folder; an interrupted run of the same configuration is continued. Default: nothing is kept. */
  readonly out?: string;
  /** Replace the run in the folder, whatever its configuration. */
  readonly restart?: boolean;
}

/** What happens on the way. */
export interface RecommendEvents extends RunOptions {
  readonly onRemark?: (text: string) => void;
  /** A recommender starts. */
  readonly onModel?: (name: string) => void;
  /** A recommender is scored. */
  readonly onScore?: (score: RecommenderScore) => void;
}

/** Plain data, as `metrics.json` holds it. */
export interface RecommendSummary {
  readonly data: string;
  readonly task: 'recommendation';
  /** What users and items are called in the data. */
  readonly userType: string;
  readonly itemType: string;
  readonly users: number;
  readonly items: number;
  /** Which table and columns were taken for what; the remarks say why. */
  readonly reading: InteractionReading;
  /** Number of interactions; those of users without a history are not in the test. */
  readonly interactions: { readonly train: number; readonly validation: number; readonly test: number };
  readonly seed: number;
  /** On the test; what is kept comes last. */
  readonly scores: readonly RecommenderScore[];
  /** Where no recommender was named: what was compared, and why one was kept. */
  readonly comparison?: RecommenderComparison;
  /** What the run comes to, in sentences. */
  readonly verdict: readonly string[];
  /** What was taken for interactions, how they were divided, and what people should know. */
  readonly remarks: readonly string[];
  readonly totalSeconds: number;
  readonly peakMiB: number;
  /** The run folder; absent where nothing was kept. */
  readonly run?: string;
  /** Why the run could not be kept; the scores are true all the same. */
  readonly problem?: HeteroGraphError;
}

/** A recommender, fitted on all interactions, with the scores of one that was not shown the test. */
export interface RecommendExperiment {
  readonly summary: RecommendSummary;
  readonly recommender: Recommender;
  readonly parts: InteractionParts;
  /** Figures of every user of the test, by the names of the scores. */
  readonly evaluations: ReadonlyMap<string, ListEvaluation>;
}
