import type { Column } from '../database/types.js';
import type { ReferringRows } from './referring-rows.js';

/** Categories that are looked at, each by itself. */
const MOST_CATEGORIES = 50;

/** How many rows have a value: of those to which others refer, and of those to which none does. */
export interface Tally {
  readonly text: string;
  referred: number;
  alone: number;
  /** Sums, over the referred ones, of the ranks of the first row that refers to them and of the last. */
  firstRanks: number;
  lastRanks: number;
}

/** Of all values that a row may have or not: each of few categories, true, a number above zero, none at all. O(rows), however many values there are. */
export function talliesOf(column: Column, { counts, firstRanks, lastRanks }: ReferringRows): Tally[] {
  const { texts, placeOf } = valuesOf(column);
  const tallies = texts.map((text): Tally => ({ text, referred: 0, alone: 0, firstRanks: 0, lastRanks: 0 }));
  let at = 0;
  for (let row = 0; row < counts.length; row++) {
    const isReferred = counts[row]! > 0;
    const tally = tallies[placeOf(row)];
    if (tally && isReferred) {
      tally.referred++;
      tally.firstRanks += firstRanks[at]!;
      tally.lastRanks += lastRanks[at]!;
    } else if (tally) tally.alone++;
    if (isReferred) at++;
  }
  return tallies;
}

/** Values, and which of them a row has, by its place; -1: none of them. */
function valuesOf(column: Column): { readonly texts: readonly string[]; readonly placeOf: (row: number) => number } {
  if (column.kind === 'category') {
    const { categories, codes } = column;
    const isLooked = categories.length <= MOST_CATEGORIES;
    return {
      texts: ['missing', ...(isLooked ? categories.map((text) => JSON.stringify(text)) : [])],
      placeOf: (row) => (codes[row]! < 0 ? 0 : isLooked ? codes[row]! + 1 : -1),
    };
  }
  const { values, kind } = column;
  if (kind === 'date') return { texts: ['missing'], placeOf: (row) => (Number.isNaN(values[row]!) ? 0 : -1) };
  return {
    texts: [kind === 'boolean' ? 'true' : 'above zero', 'missing'],
    placeOf: (row) => (values[row]! > 0 ? 0 : Number.isNaN(values[row]!) ? 1 : -1),
  };
}
