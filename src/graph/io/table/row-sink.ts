import type { ScanBatch, ScanKind } from '../bytes/scan-numbers.js';
import type { BadRows } from './bad-rows.js';

/** What takes the rows of a file, one after the other. An append answers false where the row was bad, and reported. */
export interface RowSink {
  /** Rows taken. */
  readonly length: number;
  /** Says which columns the following rows of cells have. */
  setColumns(names: readonly string[], file: string): void;
  appendCells(cells: readonly string[], bad: BadRows, file: string, row: number): boolean;
  /** Takes row `at` of a batch of the byte scanner; `texts` holds what its numbers would not print. */
  appendNumbers(
    batch: ScanBatch,
    at: number,
    texts: ReadonlyMap<number, string>,
    bad: BadRows,
    file: string,
    row: number,
  ): boolean;
  appendObject(values: Readonly<Record<string, unknown>>, bad: BadRows, file: string, row: number): boolean;
  /** How the byte scanner may read the present columns; undefined where it cannot. */
  scanKinds(): ScanKind[] | undefined;
  /** Packs cells that wait as strings. */
  flush(): void;
}
