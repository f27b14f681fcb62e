import type { Anchors } from '../features/types.js';

/** What is forecast: one of two classes, one of several, or a number. */
export type ForecastKind = 'binary' | 'classes' | 'numbers';

/** Anchors with what is known of them: 0 or 1, the place of the class, or the number, [anchors]. */
export interface LabelledAnchors extends Anchors {
  readonly labels: Float64Array;
}

/** The parts of a task in the order of time: nothing of a later one is used to learn for an earlier one. */
export interface TaskParts {
  readonly train: LabelledAnchors;
  readonly valid: LabelledAnchors;
  readonly test: LabelledAnchors;
}

/** A forecast to be learned. */
export interface ForecastTask extends TaskParts {
  /** Its query, or the name of its files. */
  readonly name: string;
  /** Its query, where it has one. */
  readonly query?: string;
  /** The table whose rows the forecast is about. */
  readonly table: string;
  readonly kind: ForecastKind;
  /** Where there are several, in the order of their numbers. */
  readonly classes?: readonly string[];
  /** Length of the window that is forecast, in seconds. */
  readonly horizon: number;
  /** Nobody said how long windows are, so that nobody knows when the label of an anchor was known: none counts as known beyond its part. */
  readonly isHorizonGuessed?: true;
  /** The first anchor of the validation and of the test, in seconds since 1970: where a frozen database ends. */
  readonly validFrom: number;
  readonly testFrom: number;
  /** What was assumed or left out, a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * What a forecast may see: under `rolling` everything up to its anchor; under `frozen` nothing after the first anchor of its part, so that the
 * history of later anchors is old. Scores of the two cannot be compared.
 */
export type Protocol = 'rolling' | 'frozen';
