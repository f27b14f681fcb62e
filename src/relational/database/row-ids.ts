import type { Table } from './types.js';

/** The ids of the rows of a table, else their numbers. */
export function idsOf({ numRows, ids }: Table): (string | number)[] {
  return Array.from({ length: numRows }, (_, row) => (ids ? ids.idOf(row) : row));
}
