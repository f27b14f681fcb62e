import { expectCsr } from '../../compute/internal.js';
import { HeteroGraphError, type WeightedCsr, wrongArgument } from '../../core/index.js';

/**
 * Checks a matrix of interactions, which people may make by hand and files may have wrong: items of a user ascending, each once, with finite
 * strengths above 0. O(pairs).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE; INVALID_WEIGHT
 */
export function checkPairs(matrix: WeightedCsr, numUsers: number, numItems: number, what: string): void {
  const { indptr, indices, values, numRows, numCols } = matrix;
  for (const [name, array, kind] of [
    ['indptr', indptr, Int32Array],
    ['indices', indices, Int32Array],
    ['values', values, Float32Array],
  ] as const) {
    if (!(array instanceof kind)) throw wrongArgument(array, `${what}.${name}`, `a ${kind.name}`);
  }
  if (numRows !== numUsers || numCols !== numItems || values.length !== indices.length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `${what} is not of ${numUsers} users and ${numItems} items.`, {
      column: what,
      hint: 'A row a user, a column an item, and a value an entry: interactionsFrom makes it so.',
    });
  }
  expectCsr(matrix);
  for (let row = 0; row < numRows; row++) {
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      if (at > indptr[row]! && indices[at]! <= indices[at - 1]!) {
        throw new HeteroGraphError('SHAPE_MISMATCH', `Row ${row} of ${what} is not in ascending order.`, {
          row,
          hint: 'Items of a row ascend, each once: interactionsFrom makes it so.',
        });
      }
      if (values[at]! > 0 && values[at]! < Number.POSITIVE_INFINITY) continue;
      throw new HeteroGraphError('INVALID_WEIGHT', `A strength in row ${row} of ${what} is ${values[at]}.`, {
        row,
        hint: 'Strengths are finite and above 0.',
      });
    }
  }
}
