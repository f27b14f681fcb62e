import type { Vector } from 'apache-arrow';
import type { ColumnType } from '../../schema/schema.js';

/** What a sink has gathered. */
export interface FinishedColumn {
  readonly type: ColumnType;
  readonly vector: Vector;
  readonly nullCount: number;
  /** Columns of a matrix. */
  readonly width?: number;
  /** Class names of a label column. */
  readonly classes?: readonly string[];
}

/**
 * A column that grows row by row out of text cells or values, in typed arrays. An append that answers false has
 * changed nothing: the cell is not of the column's type.
 */
export interface ColumnSink {
  readonly length: number;
  /** Takes the text of a cell. */
  appendText(cell: string): boolean;
  /** Takes a value as JSON or a program has it: string, number, bigint, boolean, array. Never null. */
  appendValue(value: unknown): boolean;
  /** False where the column may not hold nulls. */
  appendNull(): boolean;
  /** Forgets the rows from `length` on. */
  truncate(length: number): void;
  /** Packs what is still held as JavaScript values; call it between blocks of rows. */
  flush(): void;
  /** The column as one Arrow vector; the sink is empty afterwards and may be filled again. */
  finish(): FinishedColumn;
}
