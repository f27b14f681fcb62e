import { byDegree } from '../../project/by-degree.js';
import type { Adjacency } from '../../project/projected-graph.js';

/** A simple graph whose nodes are numbered by degree: the node of rank 0 has fewest neighbours. */
export interface RankedGraph {
  readonly numNodes: number;
  /** The node of each rank. */
  readonly nodes: Int32Array;
  readonly indptr: Int32Array;
  /** Ranks of neighbours, ascending in each row. */
  readonly indices: Int32Array;
  readonly weights?: Float64Array;
  /** Where the neighbours of a higher rank begin; few, even for a node with many neighbours. */
  readonly higher: Int32Array;
}

/** @param neighbours of an undirected simple graph. O(N + E), besides the largest degree. */
export function rankByDegree({ indptr, indices, weights }: Adjacency): RankedGraph {
  const numNodes = indptr.length - 1;
  const { nodes, ranks } = byDegree(indptr);
  const starts = new Int32Array(numNodes + 1);
  for (let r = 0; r < numNodes; r++) starts[r + 1] = starts[r]! + indptr[nodes[r]! + 1]! - indptr[nodes[r]!]!;
  const at = starts.slice(0, numNodes);
  const targets = new Int32Array(indices.length);
  const moved = weights && new Float64Array(indices.length);
  const higher = new Int32Array(numNodes);
  for (let r = 0; r < numNodes; r++) {
    const v = nodes[r]!;
    // All lower ranks have entered their rows by now.
    higher[r] = at[r]!;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const place = at[ranks[indices[e]!]!]!++;
      targets[place] = r;
      if (moved) moved[place] = weights![e]!;
    }
  }
  return { numNodes, nodes, indptr: starts, indices: targets, ...(moved && { weights: moved }), higher };
}
