export interface SpreadGoalAnswer {
  readonly seeds: Int32Array;
  /** What each adds to the spread of those before it, estimated. */
  readonly gains: Float64Array;
  /** Of all seeds together, estimated by sets that did not choose them. */
  readonly spread: number;
  readonly cost: number;
  readonly certificate: SpreadGoalCertificate;
}

export interface SpreadGoalCertificate {
  /** The seeds reach at least this in expectation: no less than was required. */
  readonly sigmaLow: number;
  /** No seeds that reach the required spread cost less. */
  readonly minCost: number;
  /** minCost / cost. */
  readonly ratio: number;
  /** Both hold together with probability at least 1 - delta. */
  readonly delta: number;
  readonly rounds: number;
  readonly sets: number;
}
