import type { RunOptions } from '../../core/index.js';
import type { ExplainOptions, Reason } from '../reasons.js';
import type { EventTable } from '../table/read-columns.js';

/** What scores rows, whatever it learned them by. */
export interface AnomalyDetector {
  readonly columns: readonly string[];
  /** The higher, the odder; only comparable within a detector. [rows] */
  score(table: EventTable): Float64Array;
  /** Why a row is odd, the strongest reason first. */
  explain(table: EventTable, row: number, options?: ExplainOptions): Reason[];
}

/** What every detector is fitted with. */
export interface FitDetectorOptions extends RunOptions {
  /** Columns that are looked at; default all. */
  readonly columns?: readonly string[];
  /** Columns whose numbers are names, such as a port. */
  readonly categories?: readonly string[];
  /** Columns whose values are amounts. */
  readonly numbers?: readonly string[];
  /** Settings of the detector; default its own. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Seed of everything random; default 1. */
  readonly seed?: number;
}
