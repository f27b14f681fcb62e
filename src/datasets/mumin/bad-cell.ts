import { HeteroGraphError } from '../../core/index.js';

/** Where a cell stands; `row` counts from 0. */
export interface CellPlace {
  readonly file: string;
  readonly row: number;
  readonly column: string;
}

/** The error for a cell that cannot be used. */
export function badCell({ file, row, column }: CellPlace, why: string): HeteroGraphError {
  return new HeteroGraphError('MALFORMED_ROW', `The row cannot be used: ${why}.`, {
    ...{ file, column },
    row: row + 1,
    hint: 'Write the table of the compiled data set again.',
  });
}

/** pandas writes what is lacking as null, or as NaN among numbers. */
export function isNothing(cell: unknown): boolean {
  return cell === null || cell === undefined || Number.isNaN(cell);
}

/** The values of a list in a cell, as Parquet (an array) and Arrow (a vector) give it; undefined where it is none. */
export function listOf(cell: unknown): ArrayLike<unknown> | undefined {
  if (Array.isArray(cell) || (ArrayBuffer.isView(cell) && !(cell instanceof DataView)))
    return cell as ArrayLike<unknown>;
  const isVector = typeof cell === 'object' && cell !== null && 'toArray' in cell && Symbol.iterator in cell;
  return isVector ? Array.from(cell as Iterable<unknown>) : undefined;
}
