import { HeteroGraphError } from '../../core/index.js';
import { type Columns, cellNumber } from './read-columns.js';

/** What the values of a column are. */
export type ColumnKind = 'category' | 'number';

export interface KindOptions {
  /** Columns whose numbers are names, such as a postcode. */
  readonly categories?: readonly string[];
  /** Columns whose values are amounts. */
  readonly numbers?: readonly string[];
}

/** More different numbers are amounts where nothing is said of them. */
const MOST_NAMES = 20;

/**
 * The kind of each column: what is said of it; else a number where every value that is there is one and there are more than 20 different
 * ones, or one with a fraction; else a category.
 *
 * @throws {HeteroGraphError} UNKNOWN_COLUMN; WRONG_DTYPE where a column of numbers holds something else
 */
export function kindsOf({ columns }: Columns, options: KindOptions = {}): ReadonlyMap<string, ColumnKind> {
  for (const name of [...(options.categories ?? []), ...(options.numbers ?? [])]) {
    if (columns.has(name)) continue;
    throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${name}" among those that are looked at.`, {
      column: name,
      hint: `There are: ${[...columns.keys()].slice(0, 20).join(', ')}.`,
    });
  }
  const kinds = new Map<string, ColumnKind>();
  for (const [name, values] of columns) {
    if (options.categories?.includes(name)) kinds.set(name, 'category');
    else if (options.numbers?.includes(name)) {
      expectNumbers(name, values);
      kinds.set(name, 'number');
    } else kinds.set(name, areAmounts(values) ? 'number' : 'category');
  }
  return kinds;
}

function areAmounts(values: Columns['columns'] extends ReadonlyMap<string, infer V> ? V : never): boolean {
  const different = new Set<number>();
  let hasFraction = false;
  for (let row = 0; row < values.length; row++) {
    const cell = values[row];
    if (cell === null || cell === undefined) continue;
    if (typeof cell === 'boolean' || typeof cell === 'string') return false;
    const value = cellNumber(cell);
    if (Number.isNaN(value)) continue;
    if (different.size <= MOST_NAMES) different.add(value);
    hasFraction ||= !Number.isInteger(value);
  }
  return hasFraction || different.size > MOST_NAMES;
}

/** @throws {HeteroGraphError} WRONG_DTYPE, NON_FINITE naming the row */
export function expectNumbers(name: string, values: ArrayLike<unknown>): void {
  for (let row = 0; row < values.length; row++) {
    const cell = values[row];
    if (cell === null || cell === undefined) continue;
    const isText = typeof cell === 'string';
    if (!isText && Math.abs(cellNumber(cell as number)) !== Number.POSITIVE_INFINITY) continue;
    throw new HeteroGraphError(
      isText ? 'WRONG_DTYPE' : 'NON_FINITE',
      isText ? `It holds the text ${JSON.stringify(cell.slice(0, 40))}.` : 'It holds an infinite number.',
      { column: name, row, hint: 'A column of numbers holds finite numbers, and null where there is none.' },
    );
  }
}

/** Columns that are taken as amounts though they hold nothing but whole numbers, which may be names, such as ports; with nothing said of them. */
export function wholeAmounts({ columns }: Columns, options: KindOptions = {}): string[] {
  return [...columns].flatMap(([name, values]) => {
    if (options.categories?.includes(name) || options.numbers?.includes(name) || !areAmounts(values)) return [];
    for (let row = 0; row < values.length; row++) {
      const value = cellNumber(values[row]);
      if (values[row] instanceof Date || (!Number.isNaN(value) && !Number.isInteger(value))) return [];
    }
    return [name];
  });
}
