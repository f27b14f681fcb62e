import { HeteroGraphError } from './errors.js';

export interface RowsOptions {
  /** Whether a row that is named twice is refused; default false. */
  readonly unique?: boolean;
  /** The node or edge type that the rows are of, for the message. */
  readonly type?: string | undefined;
}

/**
 * Checks an array of row numbers wherever one comes in. O(rows), with `unique` and a bit per row of the range.
 *
 * @param numRows how many rows there are
 * @param what names the array in the message, such as `trainRows`
 * @throws {HeteroGraphError} WRONG_DTYPE where it is no Int32Array, INDEX_OUT_OF_RANGE, with `unique` DUPLICATE_ID; `location.row`
 *   is the position in the array
 */
export function checkRows(rows: Int32Array, numRows: number, what: string, { unique, type }: RowsOptions = {}): void {
  if (!(rows instanceof Int32Array)) {
    throw new HeteroGraphError('WRONG_DTYPE', `${what} must be an Int32Array of row numbers.`, {
      type,
      hint: 'Int32Array.from(rows) makes one of an array.',
    });
  }
  const seen = unique ? new Uint8Array(Math.ceil(numRows / 8)) : undefined;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    // One comparison: negative numbers become large ones.
    if (row >>> 0 >= numRows) {
      throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `${what} has the number ${row} at position ${i}.`, {
        ...{ type, row: i },
        hint: numRows === 0 ? 'There are no rows.' : `Numbers of rows go from 0 to ${numRows - 1}.`,
      });
    }
    if (!seen) continue;
    const bit = 1 << (row & 7);
    if (seen[row >> 3]! & bit) {
      throw new HeteroGraphError('DUPLICATE_ID', `${what} has the number ${row} a second time at position ${i}.`, {
        ...{ type, row: i },
        hint: 'Give every row once, such as by new Set(rows).',
      });
    }
    seen[row >> 3]! |= bit;
  }
}
