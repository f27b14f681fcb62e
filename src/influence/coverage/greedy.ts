export interface GreedyOptions {
  /** Nodes that may be chosen, 1 each, [numNodes]; default all. */
  readonly candidates?: Uint8Array;
  /** Seeds there already: the sets they cover count as covered from the start. */
  readonly given?: Int32Array;
}

/** Seeds by greedy maximum coverage. */
export interface Selection {
  /** In the order chosen; fewer than k where no other candidate is in an uncovered set. */
  readonly seeds: Int32Array;
  /** Sets that each one covers first. */
  readonly gains: Int32Array;
  /** Sets that `given` covers. */
  readonly before: number;
  /** Sets covered in the end, `before` included. */
  readonly covered: number;
  /**
   * No k candidates (with `given`) cover more sets than this: the minimum, over all prefixes of the seeds, of what the prefix covers plus
   * the k largest gains that are left then (Tang, Tang, Xiao, Yuan, SIGMOD 2018, section 5).
   */
  readonly upper: number;
}
