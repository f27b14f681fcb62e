import { HeteroGraphError } from '../../core/index.js';
import { SparseOperand } from '../../tensor/index.js';
import type { MessageRelation } from './relation.js';

/**
 * All relations into one node type side by side: one matrix whose columns are the sources of the first relation, then those of the
 * second, and so on, so that attention is normalised over all of them at once.
 */
export interface JoinedRelations {
  readonly relations: readonly MessageRelation[];
  /** [targets, SUM of sources]; the entries of a row are in the order of the relations. */
  readonly matrix: SparseOperand;
  /** First column of every relation. */
  readonly columns: readonly number[];
  /** For every entry the number of its relation. */
  readonly relationOf: Int32Array;
}

/** The same with a column for every edge, those of the first relation first: [targets, edges of all]. */
export function joinedByEdge({ matrix, relationOf, relations }: JoinedRelations): SparseOperand {
  const { numRows, indptr } = matrix.arrays(false);
  const next = new Int32Array(relations.length);
  for (let r = 1; r < relations.length; r++) {
    next[r] = next[r - 1]! + relations[r - 1]!.matrix.arrays(false).indices.length;
  }
  // Entries of a relation come in its own order: rows are in order, and in each so are its entries.
  const indices = relationOf.map((r) => next[r]!++);
  return new SparseOperand({ numRows, numCols: indices.length, indptr, indices });
}

/** @throws {HeteroGraphError} TOO_LARGE where the columns together exceed 2^31 - 1 */
export function joinRelations(numRows: number, relations: readonly MessageRelation[]): JoinedRelations {
  const parts = relations.map(({ matrix }) => matrix.arrays(false));
  const columns: number[] = [];
  let numCols = 0;
  let numEntries = 0;
  for (const part of parts) {
    columns.push(numCols);
    numCols += part.numCols;
    numEntries += part.indices.length;
  }
  if (Math.max(numCols, numEntries) > 2 ** 31 - 1) {
    throw new HeteroGraphError('TOO_LARGE', 'The relations into one node type have too many sources or edges.', {
      hint: 'Name fewer relations.',
    });
  }
  const indptr = new Int32Array(numRows + 1);
  const indices = new Int32Array(numEntries);
  const relationOf = new Int32Array(numEntries);
  let at = 0;
  for (let row = 0; row < numRows; row++) {
    for (const [r, part] of parts.entries()) {
      for (let e = part.indptr[row]!; e < part.indptr[row + 1]!; e++) {
        indices[at] = columns[r]! + part.indices[e]!;
        relationOf[at++] = r;
      }
    }
    indptr[row + 1] = at;
  }
  return { relations, columns, relationOf, matrix: new SparseOperand({ numRows, numCols, indptr, indices }) };
}
