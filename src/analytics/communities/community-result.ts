/** Communities of the nodes of a graph. */
export interface CommunityResult {
  /** The community of each node, [numNodes], from 0: the largest community first, of equally large ones that of the first node. */
  readonly communities: Int32Array;
  readonly numCommunities: number;
  /** Nodes of each community, [numCommunities]. */
  readonly sizes: Int32Array;
  /** What was made large: modularity, or the objective that was asked for; NaN where a graph without edges has none. */
  readonly quality: number;
}
