import { HeteroGraphError } from '../core/index.js';
import type { BadCellPolicy } from '../graph/index.js';

/** How the cells of tables are read. */
export interface CellOptions {
  /**
   * Cells that are no value of their column's type: `fail` makes their row a bad one, `null` takes them as missing, `collect` also lists them.
   * Default what the mapping says, without one `null` for tables as people have them, else `fail`.
   */
  readonly onBadCell?: BadCellPolicy;
  /** Texts of cells without a value, beside the empty one. */
  readonly nullTexts?: readonly string[];
}

/** Those of the options that are given. */
export function givenCells({ onBadCell, nullTexts }: CellOptions): CellOptions {
  return { ...(onBadCell ? { onBadCell } : {}), ...(nullTexts?.length ? { nullTexts } : {}) };
}

/** @throws {HeteroGraphError} INVALID_OPTION where there are options of cells */
export function refuseCellOptions(options: CellOptions, what: string): void {
  const [name] = Object.keys(givenCells(options));
  if (name === undefined) return;
  throw new HeteroGraphError('INVALID_OPTION', `${name} says nothing about ${what}.`, {
    hint: 'Leave it out; it is for tables of CSV or JSON lines.',
  });
}
