import type { Adjacency } from './projected-graph.js';

/** An adjacency with room for entries, and weights where asked. */
export function emptyAdjacency(indptr: Int32Array, numEntries: number, hasWeights: boolean): Adjacency {
  const indices = new Int32Array(numEntries);
  return hasWeights ? { indptr, indices, weights: new Float64Array(numEntries) } : { indptr, indices };
}

/**
 * Turns rows into columns: `out`, as large as `adjacency`, then holds the same edges against their direction, ascending in each row, parallel
 * ones in the order they had. O(N + E), without other memory than 4 bytes a node.
 */
export function transposeInto(adjacency: Adjacency, out: Adjacency): void {
  const { indptr, indices, weights } = adjacency;
  const numNodes = indptr.length - 1;
  const [starts, columns, values] = [out.indptr, out.indices, out.weights];
  starts.fill(0);
  for (let i = 0; i < indices.length; i++) starts[indices[i]! + 1]!++;
  for (let v = 0; v < numNodes; v++) starts[v + 1]! += starts[v]!;
  const next = starts.slice(0, numNodes);
  for (let v = 0; v < numNodes; v++) {
    for (let i = indptr[v]!; i < indptr[v + 1]!; i++) {
      const at = next[indices[i]!]!++;
      columns[at] = v;
      if (values) values[at] = weights![i]!;
    }
  }
}

/** Puts parallel edges of ascending rows in the order of their weights, so that the order they were given in does not show. */
export function sortParallel({ indptr, indices, weights }: Adjacency): void {
  if (!weights) return;
  for (let v = 0; v + 1 < indptr.length; v++) {
    const end = indptr[v + 1]!;
    for (let i = indptr[v]!; i < end; ) {
      let after = i + 1;
      while (after < end && indices[after] === indices[i]) after++;
      if (after - i > 1) weights.subarray(i, after).sort();
      i = after;
    }
  }
}
