import type { RunOptions } from '../../core/index.js';
import type { Database } from '../database/types.js';
import type { FeaturePlan, PlannedFeature } from '../features/plan.js';
import type { Anchors, Feature } from '../features/types.js';
import type { ForecastKind, LabelledAnchors } from '../tasks/types.js';

/** Anchors with their labels and what is known of them. */
export interface LearnedPart {
  readonly anchors: LabelledAnchors;
  /** The same features in the same order in every part. */
  readonly features: readonly Feature[];
}

/** Labels, each known from the end of its window on. */
export interface KnownLabels {
  readonly rows: Int32Array;
  /** In seconds since 1970, [labels]. */
  readonly until: Float64Array;
  readonly labels: Float64Array;
}

/** What is to be forecast: anchors, what is known of them, and the database that they are rows of. */
export interface AskedPart {
  /** That of the training, or the same when it has grown. */
  readonly database: Database;
  readonly anchors: Anchors;
  /** As in the training. */
  readonly features: readonly Feature[];
  /** Of each anchor the row that its row was when the forecast was learned, [anchors]; -1: it was not there. Default: the same rows. */
  readonly learnedRows?: Int32Array;
  /** Labels that become known as time goes on; of each anchor those count whose windows have ended by then. Default: those that were learned from. */
  readonly known?: KnownLabels;
}

/** What a forecast is learned of. */
export interface LearningProblem {
  readonly database: Database;
  readonly kind: ForecastKind;
  /** Classes, or 1 of numbers. */
  readonly numClasses: number;
  readonly train: LearnedPart;
  /** Chooses what the learner leaves open; not learned from. */
  readonly valid: LearnedPart;
  readonly seed: number;
  /** What of the database may be read; default: everything that is no target. */
  readonly reads?: DatabaseReads;
}

/** What of a database is known to tell nothing of what comes later. */
export interface DatabaseReads {
  /** As `table.column`. */
  readonly columns: ReadonlySet<string>;
  /** Tables, and keys as `table.key`, that are left out. */
  readonly omit: ReadonlySet<string>;
}

/** What a forecaster keeps, each by its name (letters, digits, hyphens), as it is written into files: nothing that is read from there is trusted. */
export interface ForecasterState {
  /** As JSON keeps it: no NaN, nothing infinite. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly texts?: Readonly<Record<string, string>>;
  readonly arrays?: Readonly<Record<string, Float32Array | Float64Array | Int32Array | Uint8Array>>;
}

/** A learned forecast. */
export interface Forecaster {
  /** Probabilities of the classes, [anchors, classes], or numbers, [anchors]. @throws {HeteroGraphError} ABORTED */
  predict(part: AskedPart, run?: RunOptions): Promise<Float64Array>;
  /** What its learner's `restore` makes it of again, to the same bits. */
  state(): Promise<ForecasterState>;
  /** Names of the features that its predictions depend on; absent: on all. The others may be NaN. */
  readonly used?: ReadonlySet<string>;
  /** What it reads of the database beside features, said as features are. */
  readonly reads?: readonly PlannedFeature[];
  dispose(): void;
}

/** What a state is of. */
export interface RestoreContext {
  readonly kind: ForecastKind;
  readonly numClasses: number;
  /** Of the features that it predicts from. */
  readonly plan: FeaturePlan;
  /** Rows of the anchors' table when it was learned. */
  readonly numRows: number;
}

/** Something that learns forecasts. */
export interface Learner {
  readonly name: string;
  /** For people, in one line. */
  readonly title: string;
  /** What is learned is kept only where it is better than the best constant on the validation rows. */
  readonly level: 'constant' | 'learned';
  /** The plainest features, so many at most; 0 where it reads the database itself. Default: all of the plan. */
  readonly maxFeatures?: number;
  /**
   * Learns of anchors whose last days are hidden, as many as later anchors of a frozen database lack: drawn evenly for each, up to the longest
   * that any lacks. Only under the frozen protocol.
   */
  readonly isStale?: boolean;
  /** Takes much longer than the others: of large tasks compared only where it is named. */
  readonly isCostly?: boolean;
  fit(problem: LearningProblem, run?: RunOptions): Promise<FittedLearner>;
  /** What a forecaster's `state` gave. Anybody may have written it: whatever is wrong with it is an error of any kind. */
  restore(state: ForecasterState, context: RestoreContext): Forecaster;
}

export interface FittedLearner {
  readonly forecaster: Forecaster;
  /** Learns again of more rows, as much and as long as was chosen: for the test, of training and validation. */
  refit(part: LearnedPart, run?: RunOptions): Promise<Forecaster>;
}
