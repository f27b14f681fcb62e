/**
 * A relational database as forecasts read it, in plain arrays: the rows of every table, what they refer to, and when each became known.
 */
export interface Database {
  /** By name. */
  readonly tables: ReadonlyMap<string, Table>;
}

/** A table: rows with columns and foreign keys. */
export interface Table {
  readonly name: string;
  readonly numRows: number;
  /**
   * When each row became known, in seconds since 1970 (UTC), [rows]; NaN: nobody knows when, so never. Absent: all rows are known from the
   * beginning, as in a table of countries.
   */
  readonly time?: Float64Array;
  readonly columns: readonly Column[];
  readonly keys: readonly ForeignKey[];
  /** What the rows are called outside, such as their primary keys; absent: their numbers. */
  readonly ids?: RowIds;
}

/** External ids of rows. */
export interface RowIds {
  idOf(row: number): string | number;
  /** -1 where the id is unknown. */
  indexOf(id: string | number): number;
}

/** A column that is no key. */
export type Column = NumberColumn | CategoryColumn;

/** What a column is for beside being asked about. */
interface ColumnUse {
  /** `target`: to be predicted, or says how rows are split, so that it is never an input; `time`: it is the time of the rows. */
  readonly use?: 'target' | 'time';
}

/** Numbers, booleans (0 and 1) or dates (seconds since 1970), [rows]; NaN where there is none. */
export interface NumberColumn extends ColumnUse {
  readonly name: string;
  readonly kind: 'number' | 'boolean' | 'date';
  readonly values: Float64Array;
}

/** Categories: of each row the place of its value in `categories`, -1 where there is none. */
export interface CategoryColumn extends ColumnUse {
  readonly name: string;
  readonly kind: 'category';
  readonly codes: Int32Array;
  /** Sorted by code units, each once. */
  readonly categories: readonly string[];
}

/** A column, or several, whose values name rows of a table (the parent). */
export interface ForeignKey {
  /** Of a table, each name once. */
  readonly name: string;
  /** The table that is referred to; it may be the same. */
  readonly table: string;
  /** Of each row, the row that it refers to, [rows]; -1: none. */
  readonly rows: Int32Array;
}
