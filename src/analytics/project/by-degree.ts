/** Nodes by their number of entries. */
export interface DegreeOrder {
  /** Nodes, that of fewest entries first, of as many the lowest number first. */
  readonly nodes: Int32Array;
  /** Place of every node in that order. */
  readonly ranks: Int32Array;
}

/** Counting sort of the rows of an adjacency by length. O(N), besides the longest; 8 bytes a node. */
export function byDegree(indptr: Int32Array): DegreeOrder {
  const numNodes = indptr.length - 1;
  let largest = 0;
  for (let v = 0; v < numNodes; v++) largest = Math.max(largest, indptr[v + 1]! - indptr[v]!);
  const at = new Int32Array(largest + 2);
  for (let v = 0; v < numNodes; v++) at[indptr[v + 1]! - indptr[v]! + 1]!++;
  for (let degree = 0; degree <= largest; degree++) at[degree + 1]! += at[degree]!;
  const nodes = new Int32Array(numNodes);
  const ranks = new Int32Array(numNodes);
  for (let v = 0; v < numNodes; v++) {
    const rank = at[indptr[v + 1]! - indptr[v]!]!++;
    nodes[rank] = v;
    ranks[v] = rank;
  }
  return { nodes, ranks };
}
