import type { IntervalKind } from '../intervals/intervals.js';
import type { RankingMethod } from '../methods/method.js';

/** Contestants from the best to the last; all arrays are in that order. */
export interface Ranking {
  readonly method: RankingMethod;
  /** What strengths are, such as `points, mean 1500`. */
  readonly unit: string;
  readonly contestants: readonly string[];
  readonly strengths: Float64Array;
  /** From 1; equal strengths have equal ranks. Within groups, where there are several. */
  readonly ranks: Int32Array;
  readonly intervals: IntervalKind;
  readonly level: number;
  /** Bounds of strengths; with `intervals: 'none'` not there. */
  readonly low?: Float64Array;
  readonly high?: Float64Array;
  /** The best and the worst rank that a contestant may have. */
  readonly bestRanks?: Int32Array;
  readonly worstRanks?: Int32Array;
  /** On how many tasks each was compared. */
  readonly numTasks: Int32Array;
  /** Which contestants were ranked with each other, numbered from 0: all 0 but with `disconnected: 'separate'`. */
  readonly groups: Int32Array;
  readonly numGroups: number;
  /** What was used and how, in sentences. */
  readonly remarks: readonly string[];
}
