import { type Adjacency, sharedInt32 } from '../core/index.js';

/**
 * CSR of an edge list by counting sort, over shared memory: rows from `rowOf`, columns from `columnOf`, entries of a row in
 * edge order. O(N + E), stable, parallel edges kept.
 */
export function buildAdjacency(rowOf: Int32Array, columnOf: Int32Array, numRows: number, numCols: number): Adjacency {
  const numEdges = rowOf.length;
  const indptr = sharedInt32(numRows + 1);
  for (let e = 0; e < numEdges; e++) indptr[rowOf[e]! + 1]!++;
  for (let r = 0; r < numRows; r++) indptr[r + 1]! += indptr[r]!;
  const next = indptr.slice(0, numRows);
  const indices = sharedInt32(numEdges);
  const edges = sharedInt32(numEdges);
  for (let e = 0; e < numEdges; e++) {
    const at = next[rowOf[e]!]!++;
    indices[at] = columnOf[e]!;
    edges[at] = e;
  }
  return { numRows, numCols, indptr, indices, edges };
}
