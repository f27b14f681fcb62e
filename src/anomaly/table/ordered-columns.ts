import { Tails } from '../simple/tails.js';
import { kindsOf } from './kinds.js';
import { type Cell, type Columns, cellNumber, cellText } from './read-columns.js';

/** A column whose values have an order, and how far out each lies among those that were learned. */
export interface OrderedColumn {
  readonly name: string;
  /** -log of the share of rows at or beyond a value, on the side where it is odder; 0 of a value without a place. */
  surprise(cell: Cell): number;
  /** Mean of it over the rows. */
  readonly mean: number;
}

/**
 * Columns of numbers, and categories that name an order: all their values are numbers (grades from 1 to 6), or single letters one after the other
 * (a to h). At least three values; those that `categories` names have none.
 */
export function orderedColumns(
  read: Columns,
  options: { readonly categories?: readonly string[]; readonly numbers?: readonly string[] },
): OrderedColumn[] {
  const kinds = kindsOf(read, options);
  return [...read.columns].flatMap(([name, values]) => {
    if (options.categories?.includes(name)) return [];
    const placeOf = kinds.get(name) === 'number' ? cellNumber : placeOfCategory(values);
    if (placeOf === undefined) return [];
    const places = Float64Array.from(values, placeOf).filter((place) => !Number.isNaN(place));
    const tails = new Tails(places);
    const surpriseOf = (place: number) => {
      return Number.isNaN(place) ? 0 : Math.max(tails.left(place), tails.right(place));
    };
    const mean = places.sort().reduce((sum, place) => sum + surpriseOf(place), 0) / Math.max(1, values.length);
    return [{ name, mean, surprise: (cell: Cell) => surpriseOf(placeOf(cell)) }];
  });
}

/** The place of a value in the order that the column names; undefined where it names none. */
function placeOfCategory(values: ArrayLike<Cell>): ((cell: Cell) => number) | undefined {
  const texts = new Set<string>();
  for (let row = 0; row < values.length; row++) {
    const text = cellText(values[row]);
    if (text !== null) texts.add(text);
  }
  if (texts.size < 3) return undefined;
  const all = [...texts];
  if (all.every((text) => !Number.isNaN(numberOf(text)))) return (cell) => numberOf(cellText(cell) ?? '');
  const letters = all.map(letterOf);
  const span = Math.max(...letters) - Math.min(...letters);
  return span === all.length - 1 ? (cell) => letterOf(cellText(cell) ?? '') : undefined;
}

function numberOf(text: string): number {
  return text.trim() === '' || !Number.isFinite(Number(text)) ? Number.NaN : Number(text);
}

function letterOf(text: string): number {
  return /^[a-zA-Z]$/.test(text) ? text.charCodeAt(0) : Number.NaN;
}
