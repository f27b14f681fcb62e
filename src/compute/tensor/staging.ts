import type { Arena } from '../threads/arena.js';

/** Rows of a constant array in the arena: the array itself where it lies there, else a copy of the wanted rows alone. */
export interface StagedRows {
  readonly values: number;
  /** Address of the row numbers (int32) to use with `values`. */
  readonly rows: number;
  release(): void;
}

/** @param size floats of a row */
export function stageRows(arena: Arena, values: Float32Array, rows: Int32Array, size: number): StagedRows {
  const rowsAt = arena.alloc(rows.length * 4);
  const numbers = arena.int32(rowsAt, rows.length);
  if (arena.owns(values)) {
    numbers.set(rows);
    return { values: values.byteOffset, rows: rowsAt, release: () => arena.free(rowsAt) };
  }
  const valuesAt = arena.alloc(rows.length * size * 4);
  const staged = arena.float32(valuesAt, rows.length * size);
  for (let i = 0; i < rows.length; i++) {
    numbers[i] = i;
    staged.set(values.subarray(rows[i]! * size, (rows[i]! + 1) * size), i * size);
  }
  const release = () => {
    arena.free(rowsAt);
    arena.free(valuesAt);
  };
  return { values: valuesAt, rows: rowsAt, release };
}
