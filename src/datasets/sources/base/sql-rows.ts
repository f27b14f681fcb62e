import { type RunOptions, throwIfAborted } from '../../../core/index.js';
import type { CellBatch } from './table-source.js';

/** Rows as a driver gives them, an array each, as a batch of columns. */
export function columnsOf(rows: readonly (readonly unknown[])[], numColumns: number): CellBatch {
  const columns = Array.from({ length: numColumns }, (_, at) => rows.map((row) => row[at]));
  return { numRows: rows.length, columns };
}

/** Batches of a cursor until it is at its end. */
export async function* fetched(
  fetch: () => Promise<readonly (readonly unknown[])[]>,
  numColumns: number,
  { signal }: RunOptions,
): AsyncGenerator<CellBatch> {
  for (;;) {
    throwIfAborted(signal);
    const rows = await fetch();
    if (rows.length === 0) return;
    yield columnsOf(rows, numColumns);
  }
}
