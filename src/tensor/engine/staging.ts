import type { Arena } from '../../compute/index.js';

/** Rows that are read when they are asked for, such as from a file. */
export interface RowReader {
  /** Numbers in all. */
  readonly length: number;
  /** Row i of the result, `size` numbers, is row `rows[i]` of the source. */
  readRows(rows: Int32Array, size: number, out: Float32Array): void;
}

/** Rows of K hops with D features each: values [numRows, hops, width]. In the arena it is read in place, else row by row. */
export interface HopSource {
  readonly values: Float32Array | RowReader;
  readonly numRows: number;
  readonly hops: number;
  readonly width: number;
}

/** Rows of a constant array in the arena: the array itself where it lies there, else a copy of the given rows only. */
export interface StagedRows {
  readonly values: number;
  /** Address of the row numbers (int32) to use with `values`. */
  readonly rows: number;
  dispose(): void;
}

/** @param size floats of a row */
export function stageRows(arena: Arena, values: Float32Array | RowReader, rows: Int32Array, size: number): StagedRows {
  const rowsAt = arena.alloc(rows.length * 4);
  const numbers = arena.int32(rowsAt, rows.length);
  const isArray = values instanceof Float32Array;
  if (isArray && arena.owns(values)) {
    numbers.set(rows);
    return { values: values.byteOffset, rows: rowsAt, dispose: () => arena.free(rowsAt) };
  }
  const valuesAt = arena.alloc(rows.length * size * 4);
  const staged = arena.float32(valuesAt, rows.length * size);
  const dispose = () => {
    arena.free(rowsAt);
    arena.free(valuesAt);
  };
  for (let i = 0; i < rows.length; i++) {
    numbers[i] = i;
    if (isArray) staged.set(values.subarray(rows[i]! * size, (rows[i]! + 1) * size), i * size);
  }
  try {
    if (!isArray) values.readRows(rows, size, staged);
  } catch (error) {
    dispose();
    throw error;
  }
  return { values: valuesAt, rows: rowsAt, dispose };
}
