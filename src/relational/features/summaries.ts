import type { Column, Table } from '../database/types.js';

/** What a column holds, of the rows known until a time. */
export interface Summary {
  /** Rows that are known. */
  readonly rows: number;
  /** Those of them with a value. */
  readonly present: number;
  /** Different values; of numbers not counted beyond {@link MOST_COUNTED}. */
  readonly distinct: number;
  /** Values, the most frequent first, then in the order of values; none of numbers of which there are too many. */
  readonly frequent: readonly { readonly value: number | string; readonly share: number }[];
}

/** Different numbers that are counted at most. */
export const MOST_COUNTED = 1000;

/** Looks at the rows of a column with time <= until (all rows of a table without time). O(rows). */
export function summarize({ time, numRows }: Table, column: Column, until: number): Summary {
  const isKnown = (row: number) => time === undefined || time[row]! <= until;
  let [rows, present] = [0, 0];
  const counts = new Map<number, number>();
  for (let row = 0; row < numRows; row++) {
    if (!isKnown(row)) continue;
    rows++;
    const value = column.kind === 'category' ? column.codes[row]! : column.values[row]!;
    if (column.kind === 'category' ? value < 0 : value - value !== 0) continue;
    present++;
    const count = counts.get(value);
    if (count !== undefined) counts.set(value, count + 1);
    else if (column.kind === 'category' || counts.size <= MOST_COUNTED) counts.set(value, 1);
  }
  const isCounted = column.kind === 'category' || counts.size <= MOST_COUNTED;
  const frequent = [...(isCounted ? counts : [])]
    .sort(([a, m], [b, n]) => n - m || a - b)
    .map(([value, count]) => ({
      value: column.kind === 'category' ? column.categories[value]! : value,
      share: count / present,
    }));
  return { rows, present, distinct: counts.size, frequent };
}
