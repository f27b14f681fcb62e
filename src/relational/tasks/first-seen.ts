import type { Database, Table } from '../database/types.js';

/** Of each row of a table the time of the first row that refers to it, in seconds since 1970; infinite where none with a time does. */
export function firstSeen({ tables }: Database, { name, numRows }: Table): Float64Array {
  const first = new Float64Array(numRows).fill(Number.POSITIVE_INFINITY);
  for (const { time, keys } of tables.values()) {
    if (!time) continue;
    for (const key of keys) {
      if (key.table !== name) continue;
      for (let row = 0; row < time.length; row++) {
        const parent = key.rows[row]!;
        if (parent >= 0 && time[row]! < first[parent]!) first[parent] = time[row]!;
      }
    }
  }
  return first;
}
