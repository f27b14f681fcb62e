import { type Csr, HeteroGraphError } from '../../core/index.js';
import type { Arena } from '../threads/arena.js';
import { expectCsrOnce, expectSize } from './checks.js';

/**
 * Checks lists of items that queries leave out: a row for each query, a column for each item, ascending.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function expectLeftOut(arena: Arena, lists: Csr, rows: number, items: number): void {
  expectCsrOnce(arena, lists);
  expectSize('The row pointer of what is left out', lists.indptr, rows + 1);
  if (lists.numCols !== items) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `Lists of ${lists.numCols} items are left out, there are ${items}.`, {
      hint: 'The lists have a row for each query and a column for each item.',
    });
  }
  for (let r = 0; r < rows; r++) {
    for (let e = lists.indptr[r]! + 1; e < lists.indptr[r + 1]!; e++) {
      if (lists.indices[e]! >= lists.indices[e - 1]!) continue;
      throw new HeteroGraphError('SHAPE_MISMATCH', 'Items that a query leaves out are not in ascending order.', {
        row: r,
        hint: 'Sort the columns of each row.',
      });
    }
  }
}
