/** A reverse-reachable set with how it came about. */
export interface TracedSet {
  /** Root first, then in the order reached. */
  readonly nodes: readonly number[];
  /** For each node: the in-edge through which it was reached, the node nearer to the root it leads to; -1 of the root. */
  readonly edges: readonly number[];
  readonly parents: readonly number[];
  /** Edges on the way to the root, and the time it takes. */
  readonly hops: readonly number[];
  readonly times: readonly number[];
  /** True where it ended at a stop node, which is then its last one. */
  readonly stopped: boolean;
}
