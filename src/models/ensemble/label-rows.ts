import { HeteroGraphError } from '../../core/index.js';
import { ascendingRows } from '../core/ascending-rows.js';
import type { SavedModel } from '../core/types.js';

/** Name of the numbers that say of every row which copy validated on it. */
export const HELD_OUT_BY = 'held out by';

/** Rows whose labels are an input of members: of each copy all but those it validated on. */
export interface LabelRows {
  readonly rows: Int32Array;
  /** Per row the copy that did not train on it. */
  readonly heldOutBy: Float32Array;
}

/** @param copies rows whose labels each copy of a member sees */
export function joinRows(copies: readonly Int32Array[]): LabelRows {
  const rows = ascendingRows(...copies);
  const sets = copies.map((seen) => new Set(seen));
  return { rows, heldOutBy: Float32Array.from(rows, (row) => sets.findIndex((seen) => !seen.has(row))) };
}

/** Those that a copy sees. */
export function rowsOfCopy({ rows, heldOutBy }: LabelRows, copy: number): Int32Array {
  return rows.filter((_, i) => heldOutBy[i] !== copy);
}

/**
 * What {@link joinRows} gave, from what was saved; undefined where nothing was held out.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function savedRows({ parameters, weights, trainRows }: SavedModel, copies: number): LabelRows | undefined {
  const at = parameters.findIndex(({ name }) => name === HELD_OUT_BY);
  if (at < 0) return undefined;
  const heldOutBy = weights[at]!;
  const isCopy = (value: number) => Number.isInteger(value) && value >= 0 && value < copies;
  if (heldOutBy.length === trainRows.length && heldOutBy.every(isCopy)) return { rows: trainRows, heldOutBy };
  throw new HeteroGraphError(
    'SHAPE_MISMATCH',
    `Of ${trainRows.length} rows with labels it is not known which of ${copies} copies left each out.`,
    { column: HELD_OUT_BY, hint: 'Save the model again.' },
  );
}
