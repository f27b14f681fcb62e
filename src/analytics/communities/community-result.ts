import type { NodeValues } from '../results/node-values.js';

/** Communities of the nodes of a graph. */
export interface CommunityResult {
  /** The community of each node, from 0: the largest community first, of equally large ones that of the first node. */
  readonly communities: NodeValues<Int32Array>;
  readonly numCommunities: number;
  /** Nodes of each community, [numCommunities]. */
  readonly sizes: Int32Array;
}
