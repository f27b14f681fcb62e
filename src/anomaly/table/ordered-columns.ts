import { kindsOf } from './kinds.js';
import { type Cell, type Columns, cellNumber, cellText } from './read-columns.js';

/** What gives values their places: numbers; texts that are numbers; single letters. */
export const orders = ['amounts', 'numbers', 'letters'] as const;
export type Order = (typeof orders)[number];

const placeBy: Readonly<Record<Order, (cell: Cell) => number>> = {
  amounts: cellNumber,
  numbers: (cell) => numberOf(cellText(cell) ?? ''),
  letters: (cell) => letterOf(cellText(cell) ?? ''),
};

/** A column whose values have an order, and how far out each lies among those that were learned. */
export class OrderedColumn {
  readonly name: string;
  readonly order: Order;
  /** The different places, rising, and how often each is there. */
  readonly places: Float64Array;
  readonly counts: Float64Array;
  /** Mean surprise of the rows with a place. */
  readonly mean: number;
  /** By place, the rows before it; at the end all. */
  readonly #before: Float64Array;
  /** Of categories, surprises that are known. */
  readonly #known = new Map<Cell, number>();

  constructor(name: string, order: Order, places: Float64Array, counts: Float64Array) {
    this.name = name;
    this.order = order;
    this.places = places;
    this.counts = counts;
    this.#before = new Float64Array(counts.length + 1);
    for (const [at, count] of counts.entries()) this.#before[at + 1] = this.#before[at]! + count;
    const sum = places.reduce((total, place, at) => total + counts[at]! * this.#ofPlace(place), 0);
    this.mean = places.length === 0 ? 0 : sum / this.#before.at(-1)!;
  }

  /** Of the values of a column. */
  static of(name: string, order: Order, values: ArrayLike<Cell>): OrderedColumn {
    return new OrderedColumn(name, order, new Float64Array(), new Float64Array()).extended(values);
  }

  /** With more values. */
  extended(values: ArrayLike<Cell>): OrderedColumn {
    const counts = new Map(Array.from(this.places, (place, at) => [place, this.counts[at]!]));
    for (let row = 0; row < values.length; row++) {
      const place = placeBy[this.order](values[row]);
      if (!Number.isNaN(place)) counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    const places = Float64Array.from(counts.keys()).sort();
    const sorted = places.map((place) => counts.get(place)!);
    return new OrderedColumn(this.name, this.order, places, sorted);
  }

  /**
   * -log of the share of rows at or beyond a value, on the side where it is odder. A value without a place, which is missing or no number, lies neither near nor
   * far: it has the mean, and is judged by the other views.
   */
  surprise(cell: Cell): number {
    if (this.order === 'amounts') return this.#ofPlace(cellNumber(cell));
    let surprise = this.#known.get(cell);
    if (surprise === undefined) {
      surprise = this.#ofPlace(placeBy[this.order](cell));
      if (this.#known.size < MOST_KNOWN) this.#known.set(cell, surprise);
    }
    return surprise;
  }

  /** Beyond the last place as if one more row were there. */
  #ofPlace(place: number): number {
    if (Number.isNaN(place)) return this.mean;
    const at = firstFrom(this.places, place);
    const total = this.#before.at(-1)!;
    const below = this.#before[this.places[at] === place ? at + 1 : at]!;
    const above = total - this.#before[at]!;
    const fewest = Math.min(below, above);
    return fewest === 0 ? Math.log(total + 1) : -Math.log(fewest / total);
  }
}

const MOST_KNOWN = 1 << 16;

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
    const order = kinds.get(name) === 'number' ? 'amounts' : orderOf(values);
    return order === undefined ? [] : [OrderedColumn.of(name, order, values)];
  });
}

/** The order that the values of a category name; undefined where they name none. */
function orderOf(values: ArrayLike<Cell>): Order | undefined {
  const texts = new Set<string>();
  for (let row = 0; row < values.length; row++) {
    const text = cellText(values[row]);
    if (text !== null) texts.add(text);
  }
  if (texts.size < 3) return undefined;
  const all = [...texts];
  if (all.every((text) => !Number.isNaN(numberOf(text)))) return 'numbers';
  const letters = all.map(letterOf);
  const [least, most] = letters.reduce(([a, b], each) => [Math.min(a, each), Math.max(b, each)], [Infinity, -Infinity]);
  return most - least === all.length - 1 ? 'letters' : undefined;
}

function numberOf(text: string): number {
  return text.trim() === '' || !Number.isFinite(Number(text)) ? Number.NaN : Number(text);
}

function letterOf(text: string): number {
  return /^[a-zA-Z]$/.test(text) ? text.charCodeAt(0) : Number.NaN;
}

/** The first of rising values that is a value or larger. */
function firstFrom(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
