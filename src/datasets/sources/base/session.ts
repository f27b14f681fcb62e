import type { PlacedTable } from './sql-tables.js';
import type { CellBatch, SourceRowsOptions } from './table-source.js';

/** A connection to a database, in one transaction that may write nothing. */
export interface Session {
  readonly tables: readonly PlacedTable[];
  /** The moment of the database that is seen, where the database tells; equal where nothing was written between. */
  readonly moment: string | undefined;
  rows(table: string, columns: readonly string[], options: SourceRowsOptions): AsyncIterable<CellBatch>;
  close(): Promise<void>;
}

/** How a database is read that is given by its address. */
export interface ServerSourceOptions {
  /**
   * How often in a row, without a new row between, the connection is made again where it is lost while rows are read, default 3; each time after a
   * longer wait (0.25, 1, 4, ... seconds, at most 30). Reading goes on after the last batch, if what was read before is still what the database holds.
   */
  readonly retries?: number;
}
