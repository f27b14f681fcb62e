import type { RunOptions } from '../../core/index.js';
import type { BadRows } from '../../graph/internal.js';

/** Which cells are read, and who takes them. */
export interface TakeCells extends RunOptions {
  /** Columns that are wanted, by name, where they are known. */
  readonly columns: readonly string[] | 'all';
  readonly bad: BadRows;
  /** Rows that are read at most, default all. */
  readonly maxRows?: number;
  /** Told the columns of the file before the first row; of lines of JSON those not met before, as they come. */
  onColumns?(names: readonly string[]): void;
  /**
   * Takes the cells of a row, in the order of the columns; undefined: the row has no such column, or no value there. `row` counts records or lines of
   * the file from 1, a header included, or rows of a source.
   */
  onRow(cells: readonly (string | undefined)[], row: number): void;
  /** Told of cells of a source that hold bytes, which are no value. */
  onBinary?(column: string): void;
}
