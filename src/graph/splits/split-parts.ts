/** Dense node ids, ascending, disjoint. */
export interface NodeSplit {
  readonly train: Int32Array;
  readonly valid: Int32Array;
  readonly test: Int32Array;
}

/** Shares of the candidate rows; they must not sum to more than 1, and what is left over is in no part. */
export interface SplitFractions {
  readonly train: number;
  readonly valid: number;
  readonly test: number;
}
