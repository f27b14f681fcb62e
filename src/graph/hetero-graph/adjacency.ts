import { type Adjacency, expectArgument, HeteroGraphError, sharedInt32 } from '../../core/index.js';

/**
 * Row offsets of a CSR, [numRows + 1], over shared memory: how many entries lie before each row. O(N + E).
 */
export function rowOffsets(rowOf: Int32Array, numRows: number): Int32Array {
  expectArgument(rowOf, 'numbers', 'rowOf');
  const indptr = sharedInt32(numRows + 1);
  for (let e = 0; e < rowOf.length; e++) indptr[rowOf[e]! + 1]!++;
  for (let r = 0; r < numRows; r++) indptr[r + 1]! += indptr[r]!;
  return indptr;
}

/**
 * CSR of an edge list by counting sort, over shared memory: rows from `rowOf`, columns from `columnOf`, both [E]; entries
 * of a row in edge order, parallel edges kept. O(N + E).
 *
 * @param indptr row offsets where they are known already
 * @param file where the row offsets were saved, for errors
 * @throws {HeteroGraphError} CORRUPT_FILE where they are not those of the edges
 */
export function buildAdjacency(
  rowOf: Int32Array,
  columnOf: Int32Array,
  numRows: number,
  numCols: number,
  indptr = rowOffsets(rowOf, numRows),
  file?: string,
): Adjacency {
  expectArgument(columnOf, 'numbers', 'columnOf');
  const next = indptr.slice(0, numRows);
  const indices = sharedInt32(rowOf.length);
  const edges = sharedInt32(rowOf.length);
  for (let e = 0; e < rowOf.length; e++) {
    const at = next[rowOf[e]!]!++;
    indices[at] = columnOf[e]!;
    edges[at] = e;
  }
  for (let row = 0; row < numRows; row++) {
    if (next[row] === indptr[row + 1]) continue;
    throw new HeteroGraphError('CORRUPT_FILE', 'The row offsets that were saved are not those of the edges.', {
      ...{ file, row },
      hint: 'Save the graph again, or fetch the folder again.',
    });
  }
  return { numRows, numCols, indptr, indices, edges };
}
