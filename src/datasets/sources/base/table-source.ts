import type { RunOptions } from '../../../core/index.js';

/** What a declared type says of the values of a column; absent: nothing that helps. */
export type SourceColumnKind = 'number' | 'boolean' | 'date' | 'text' | 'binary';

/** A column of a table of a source. */
export interface SourceColumn {
  readonly name: string;
  /** The type as it is declared, such as `NUMERIC(10,2)`; '' where none is. */
  readonly type: string;
  readonly kind?: SourceColumnKind;
}

/** A declared foreign key. */
export interface SourceKey {
  readonly columns: readonly string[];
  /** The table whose rows they name, as the source names it. */
  readonly table: string;
  /** The columns there, in the order of `columns`; empty: its primary key. */
  readonly to: readonly string[];
}

/** A table of a source, as it is declared. */
export interface SourceTable {
  /** As a mapping names it: `customer`, `sales.customer` of a schema that has to be named, `customer.parquet`. */
  readonly name: string;
  /** What its rows are called after, such as `customer` of all of these; default the name. */
  readonly stem?: string;
  readonly columns: readonly SourceColumn[];
  /** Empty where none is declared. */
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly SourceKey[];
  /** The column that says when each row became known; null where it is declared that none does, absent where nothing is declared. */
  readonly timeColumn?: string | null;
  /** What it is where it is no table with rows of its own, such as `a view`: it is read only where a mapping names it. */
  readonly derived?: string;
  /** Why it cannot be read, such as `a view that cannot be read: no such table: a`; absent where it can. Reading its rows is an error. */
  readonly unreadable?: string;
}

/** Rows, column by column. */
export interface CellBatch {
  readonly numRows: number;
  /**
   * In the order that was asked for, [columns][numRows]: texts, numbers, big integers, truth values, dates, null; objects and arrays are read as
   * JSON; bytes (Uint8Array) are no value.
   */
  readonly columns: readonly ArrayLike<unknown>[];
}

/** How rows are read. */
export interface SourceRowsOptions extends RunOptions {
  /** Rows of a batch at most, default 8,192. */
  readonly batchRows?: number;
  /** Rows that are read at most, default all. */
  readonly maxRows?: number;
}

/**
 * Tables that lie elsewhere than in files of text: a database, files of columns, or anything that these calls can be written for. What reads it
 * writes nothing to it, and asks for the rows of one table at a time.
 */
export interface TableSource {
  /** What it is called in messages: a path, or an address without its password. */
  readonly name: string;
  /** The tables by name, in any order. */
  tables(run?: RunOptions): Promise<readonly SourceTable[]>;
  /**
   * The rows of a table in any order, a batch at a time. Without columns the batches say how many rows there are.
   *
   * @throws {HeteroGraphError} FILE_NOT_FOUND, UNKNOWN_COLUMN, INVALID_OPTION; what reading throws
   */
  rows(table: string, columns: readonly string[], options?: SourceRowsOptions): AsyncIterable<CellBatch>;
  /** Gives back what it holds open. May be called twice. */
  close(): Promise<void>;
}

/** Rows of a batch where nothing else is said. */
export const BATCH_ROWS = 8192;
