import type { RunOptions } from '../../core/index.js';
import type { Database } from '../database/types.js';
import type { Anchors, Feature } from '../features/types.js';
import type { ForecastKind, LabelledAnchors } from '../tasks/types.js';

/** Anchors with their labels and what is known of them. */
export interface LearnedPart {
  readonly anchors: LabelledAnchors;
  /** The same features in the same order in every part. */
  readonly features: readonly Feature[];
}

/** What is to be forecast: anchors, what is known of them, and the database that they are rows of. */
export interface AskedPart {
  /** That of the training, or the same when it has grown. */
  readonly database: Database;
  readonly anchors: Anchors;
  /** As in the training. */
  readonly features: readonly Feature[];
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
}

/** A learned forecast. */
export interface Forecaster {
  /** Probabilities of the classes, [anchors, classes], or numbers, [anchors]. */
  predict(part: AskedPart): Promise<Float64Array>;
  dispose(): void;
}

/** Something that learns forecasts. */
export interface Learner {
  readonly name: string;
  /** For people, in one line. */
  readonly title: string;
  /** What is learned is kept only where it is better than the best constant beyond chance. */
  readonly level: 'constant' | 'learned';
  /** The plainest features, so many at most; default: all of the plan. */
  readonly maxFeatures?: number;
  /**
   * Learns of anchors whose last days are hidden, as many as later anchors of a frozen database lack: drawn evenly for each, up to the longest
   * that any lacks. Only under the frozen protocol.
   */
  readonly isStale?: boolean;
  fit(problem: LearningProblem, run?: RunOptions): Promise<FittedLearner>;
}

export interface FittedLearner {
  readonly forecaster: Forecaster;
  /** Learns again of more rows, as much and as long as was chosen: for the test, of training and validation. */
  refit(part: LearnedPart, run?: RunOptions): Promise<Forecaster>;
}
