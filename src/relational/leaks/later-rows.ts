import type { Column, Database } from '../database/types.js';
import { areaOfRanks } from './ranks.js';
import { laterRows, type ReferringRows, sumsOf } from './referring-rows.js';
import type { IsAsked, Leak } from './types.js';

/** Rows with a value, and without, that are needed: so many, and such a share. */
const [FEWEST, LEAST_SHARE] = [20, 0.01];
/** Share of rows in which a column must be what rows that refer to it come to. */
const SAME = 0.99;
/** Numbers are the same up to such a part of them: rounded, in a tax of its own, or counted some days before. */
const NEAR = 0.02;
/** Exceptions to `is there` for each of the rarer rows: those that are, or are not. */
const MOST_OTHER = 0.05;
/** Shares below such a one of the largest say that numbers differ between rows. */
const MOST_ALIKE = 0.9;
/** A value is told by the time of the last row where it orders the rows so well, and the time of the first row much worse. */
const [TOLD, WORSE] = [0.99, 3];
/** Categories that are looked at, each by itself. */
const MOST_CATEGORIES = 50;

/**
 * Columns that sum up rows which refer to their own and come later: whether there are any, how many, the sum of a column of theirs, or that the last one was
 * long ago. Such a column was written at the end, not when its row became known.
 */
export function laterSummaries(database: Database, isAsked: IsAsked): Leak[] {
  return [...database.tables.values()].flatMap((table) => {
    const columns = table.columns.filter(({ name, use }) => !use && isAsked(table.name, name));
    if (columns.length === 0 || table.numRows < 2 * FEWEST) return [];
    const found = new Map<string, Leak>();
    for (const rows of laterRows(database, table)) {
      const numbers = [
        { name: 'the number', values: rows.counts },
        ...sumsOf(rows).map(({ column, sums }) => ({ name: `the sum of ${column}`, values: sums })),
      ];
      for (const column of columns) {
        if (found.has(column.name)) continue;
        const why = isSum(column, numbers, rows) ?? isExistence(column, rows) ?? isEnd(column, rows);
        if (why) found.set(column.name, { column: `${table.name}.${column.name}`, kind: 'later rows', why });
      }
    }
    return [...found.values()];
  });
}

interface Numbers {
  readonly name: string;
  readonly values: Float64Array;
}

function isSum(column: Column, all: readonly Numbers[], { name, counts }: ReferringRows): string | undefined {
  if (column.kind !== 'number') return undefined;
  const same = all.find(({ values }) => {
    const near = (i: number) => Math.abs(values[i]! - column.values[i]!) <= NEAR * Math.abs(values[i]!);
    const rows = [...column.values.keys()].filter((i) => !Number.isNaN(column.values[i]!));
    const several = rows.filter((i) => counts[i]! > 1);
    const shareIn = (of: readonly number[]) => of.filter(near).length / of.length;
    return several.length >= FEWEST && differs(several, values) && shareIn(rows) >= SAME && shareIn(several) >= SAME;
  });
  return same && `is ${same.name} of the rows of ${name} that refer to it, which come later`;
}

function differs(rows: readonly number[], values: Float64Array): boolean {
  const counts = new Map<number, number>();
  let most = 0;
  for (const row of rows) {
    const count = (counts.get(values[row]!) ?? 0) + 1;
    counts.set(values[row]!, count);
    most = Math.max(most, count);
  }
  return most < MOST_ALIKE * rows.length;
}

function isExistence(column: Column, { name, counts }: ReferringRows): string | undefined {
  const exists = Uint8Array.from(counts, (count) => Number(count > 0));
  if (!isMixed(exists)) return undefined;
  const value = firstOf(valuesOf(column, counts.length), ({ has }) => {
    const same = has.reduce((sum, each, i) => sum + Number(each === exists[i]), 0);
    return (
      isMixed(has) &&
      Math.min(same, has.length - same) <= MOST_OTHER * Math.min(countOf(has), has.length - countOf(has))
    );
  });
  return value && `is ${value.text} or not as rows of ${name} refer to it or not, which come later`;
}

function isEnd(column: Column, { name, counts, firstRanks, lastRanks }: ReferringRows): string | undefined {
  const there = Int32Array.from(counts.keys()).filter((i) => counts[i]! > 0);
  const value = firstOf(valuesOf(column, counts.length), ({ has }) => {
    const flags = Uint8Array.from(there, (i) => has[i]!);
    if (!isMixed(flags)) return false;
    const told = (ranks: Float64Array) => {
      const area = areaOfRanks(ranks, flags);
      return Math.max(area, 1 - area);
    };
    const byLast = told(lastRanks);
    return byLast >= TOLD && WORSE * (1 - byLast) <= 1 - told(firstRanks);
  });
  return (
    value && `is ${value.text} or not as the last row of ${name} is before a time or after it: it is written at the end`
  );
}

interface Value {
  readonly text: string;
  /** 1 where a row has it, [rows]. */
  readonly has: Uint8Array;
}

/** What a row may have or not, one after the other: each value of categories, true, a number above zero, any value. */
function* valuesOf(column: Column, numRows: number): Generator<Value> {
  const where = (text: string, test: (row: number) => boolean): Value => ({
    text,
    has: Uint8Array.from({ length: numRows }, (_, row) => Number(test(row))),
  });
  if (column.kind === 'category') {
    const { categories, codes } = column;
    yield where('missing', (row) => codes[row]! < 0);
    if (categories.length > MOST_CATEGORIES) return;
    for (const [code, text] of categories.entries()) yield where(JSON.stringify(text), (row) => codes[row] === code);
    return;
  }
  const { values, kind } = column;
  if (kind !== 'date') yield where(kind === 'boolean' ? 'true' : 'above zero', (row) => values[row]! > 0);
  yield where('missing', (row) => Number.isNaN(values[row]!));
}

function firstOf<T>(all: Iterable<T>, test: (each: T) => boolean): T | undefined {
  for (const each of all) if (test(each)) return each;
  return undefined;
}

/** Whether enough rows have it, and enough have not. */
function isMixed(flags: Uint8Array): boolean {
  const count = countOf(flags);
  return Math.min(count, flags.length - count) >= Math.max(FEWEST, LEAST_SHARE * flags.length);
}

function countOf(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}
