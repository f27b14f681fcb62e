import type { Cells } from './cells.js';
import type { ColumnEncoding, ColumnKind, ColumnUse } from './encoding.js';
import { isoSeconds } from './iso-date.js';
import { spreadOf } from './spread.js';
import { guessTags } from './tags.js';

/** Categories that get a column of their own, the most frequent first. */
const MOST_CATEGORIES = 64;
/** Rows in which a category must be to get a column of its own where there are many. */
const FEWEST_ROWS = 2;
/** Columns that words are hashed to. */
const WORDS_WIDTH = 256;
/** Rows from which values that are all different look like names of the rows. */
const MANY_ROWS = 20;
/** Skewness beyond which numbers are taken by their logarithm. */
const SKEWED = 2;
const DAY = 86_400;

type Guess = Omit<ColumnUse, 'column' | 'missing' | 'spread'>;

/**
 * Looks at the values of a column in some rows, and says how it is used.
 *
 * @param rows training rows of the type that is predicted, all rows of others
 */
export function fitColumn(cells: Cells, rows: Int32Array): ColumnUse {
  const { column } = cells;
  const isText = column.type === 'utf8';
  const there = rows.filter((row) => (isText ? cells.text(row) !== null : !Number.isNaN(cells.number(row))));
  const missing = rows.length === 0 ? 0 : 1 - there.length / rows.length;
  const hasMissing = there.length < rows.length;
  const guess =
    there.length === 0 ? unused('empty', 'no value in the rows looked at') : guessOf(cells, there, hasMissing);
  const spread = guess.encoding ? spreadOf(cells, guess.encoding, rows) : undefined;
  return { column: column.name, missing, ...guess, ...(spread ? { spread } : {}) };
}

function guessOf(cells: Cells, rows: Int32Array, hasMissing: boolean): Guess {
  const { type } = cells.column;
  return type === 'utf8' ? guessOfTexts(cells, rows, hasMissing) : guessOfNumbers(cells, rows, hasMissing);
}

/** How often each text is there. */
function countTexts(cells: Cells, rows: Int32Array): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const text = cells.text(row)!;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

function guessOfTexts(cells: Cells, rows: Int32Array, hasMissing: boolean): Guess {
  const counts = countTexts(cells, rows);
  if (counts.size === 1 && !hasMissing) return unused('constant', `always ${shown([...counts.keys()][0]!)}`);
  const seconds = (row: number) => isoSeconds(cells.text(row)!);
  const isDate = rows.every((row) => !Number.isNaN(seconds(row)));
  if (isDate) return dates(rows, seconds, hasMissing, 'texts are ISO dates');
  const { role } = cells.column;
  const tags = role === 'text' ? undefined : guessTags(counts, role === 'tags');
  if (tags) {
    const what = tags.form === 'json' ? 'arrays' : `"${tags.form}" between`;
    const rest = tags.hashed > 0 ? `, others hashed to ${tags.hashed} columns` : '';
    return used('tags', tags, `lists of tags (${what}): ${tags.tags.length} tags${rest}`);
  }
  let words = 0;
  for (const [text, count] of counts) words += count * text.split(/\s+/).length;
  const isLong = words / rows.length >= 3 && counts.size > rows.length / 2;
  if (role === 'text' || isLong) {
    return used('text', { kind: 'text', width: WORDS_WIDTH }, `words, hashed to ${WORDS_WIDTH} columns`);
  }
  const guess = categories(counts, rows.length);
  if (guess.encoding || role !== 'feature') return guess;
  return used(
    'text',
    { kind: 'text', width: WORDS_WIDTH },
    `the role is feature: words, hashed to ${WORDS_WIDTH} columns`,
  );
}

function guessOfNumbers(cells: Cells, rows: Int32Array, hasMissing: boolean): Guess {
  const { name, type, role } = cells.column;
  const values = Float64Array.from(rows, cells.number);
  const sorted = values.toSorted();
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  if (least === most && !hasMissing) return unused('constant', `always ${type === 'bool' ? least === 1 : least}`);
  if (type === 'bool') return used('boolean', { kind: 'boolean' }, 'false and true');
  if (role === 'time') return dates(rows, cells.number, hasMissing, 'the role is time');
  const isWhole = type.startsWith('int') || values.every(Number.isInteger);
  const namesRows = /(^|[_\s-])(id|key|code|uuid)$|Id$|ID$/.test(name);
  const mustBeUsed = role === 'feature';
  if (isWhole && namesRows && !mustBeUsed) return categories(countTexts(cells, rows), rows.length);
  const isEachOnce = sorted.every((value, i) => i === 0 || value !== sorted[i - 1]);
  if (!mustBeUsed && isWhole && isEachOnce && rows.length >= MANY_ROWS && most - least < 1.1 * rows.length) {
    return unused('identifier', 'whole numbers that count the rows');
  }
  const log = Math.abs(skewness(sorted)) > SKEWED;
  const { mean, deviation } = momentsOf(log ? sorted.map(signedLog) : sorted);
  const reason = `standardised${log ? ', by the logarithm since it is skewed' : ''}`;
  return used('number', { kind: 'number', log, mean, deviation, hasMissing }, reason);
}

/** Frequent values each in a column; none where nearly every row has another. */
function categories(counts: Map<string, number>, numRows: number): Guess {
  if (numRows >= MANY_ROWS && counts.size > numRows / 2) {
    return unused('identifier', `${counts.size} different values in ${numRows} rows`);
  }
  const isMany = counts.size > MOST_CATEGORIES;
  const kept = [...counts]
    .filter(([, count]) => !isMany || count >= FEWEST_ROWS)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_CATEGORIES)
    .map(([text]) => text)
    .sort();
  if (kept.length === 0) return unused('identifier', 'no value is there twice');
  const rest = counts.size - kept.length;
  const reason = `${kept.length} categories${rest > 0 ? `, ${rest} rare ones together` : ''}`;
  return used('category', { kind: 'category', categories: kept }, reason);
}

function dates(rows: Int32Array, seconds: (row: number) => number, hasMissing: boolean, reason: string): Guess {
  const values = Float64Array.from(rows, seconds).sort();
  const { mean, deviation } = momentsOf(values);
  const hasTimes = values.some((value) => value % DAY !== 0);
  return used('date', { kind: 'date', mean, deviation, hasTimes, hasMissing }, reason);
}

function used(found: ColumnKind, encoding: ColumnEncoding, reason: string): Guess {
  return { found, encoding, reason };
}

function unused(found: ColumnKind, reason: string): Guess {
  return { found, reason: `not used: ${reason}` };
}

export function signedLog(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value));
}

/** Mean and deviation (1 where all are equal) of finite numbers in the order of their size, so that the order of rows changes no bit. */
function momentsOf(sorted: Float64Array): { readonly mean: number; readonly deviation: number } {
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length);
  if (!Number.isFinite(mean)) return { mean: 0, deviation: 1 };
  return { mean, deviation: deviation > 0 && Number.isFinite(deviation) ? deviation : 1 };
}

function skewness(sorted: Float64Array): number {
  const { mean, deviation } = momentsOf(sorted);
  return sorted.reduce((sum, value) => sum + ((value - mean) / deviation) ** 3, 0) / sorted.length;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
