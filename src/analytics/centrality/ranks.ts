import type { NodeValues } from '../results/node-values.js';

/** What an iteration to a fixed point gives. */
export interface Ranks {
  readonly scores: NodeValues;
  readonly iterations: number;
  /** Whether the scores changed by no more than the tolerance in the last iteration. */
  readonly hasConverged: boolean;
}
