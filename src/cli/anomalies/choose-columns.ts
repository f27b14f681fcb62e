import type { ReadRows } from '../tables/read-rows.js';

/** Columns whose values are all different say nothing of what is usual. */
const LEAST_ROWS = 20;

/**
 * Columns that are looked at where none are named: all but the label, and but those that only name the rows: texts that are all different, and numbers that
 * are and are called an id.
 */
export function usualColumns({ columns }: ReadRows, label: string | undefined) {
  const names = Object.keys(columns).filter((name) => name !== label);
  const leftOut = names.filter((name) => {
    const values = columns[name]!;
    if (values.length < LEAST_ROWS || new Set(values).size < values.length) return false;
    return typeof values[0] === 'string' || /(^|[\W_])id$|Id$|^index$/.test(name);
  });
  const remarks = leftOut.map((name) => `${name} is left out: it names the rows. Name it in --columns to look at it.`);
  return { names: names.filter((name) => !leftOut.includes(name)), remarks };
}
