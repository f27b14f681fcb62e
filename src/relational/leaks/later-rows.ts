import type { OnProgress, Pieces } from '../../core/index.js';
import type { Column, Database, Table } from '../database/types.js';
import { areaOfSum } from './ranks.js';
import { laterRows, type ReferringRows, sumsOf } from './referring-rows.js';
import { type Tally, talliesOf } from './tallies.js';
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

/**
 * Columns that sum up rows which refer to their own and come later: whether there are any, how many, the sum of a column of theirs, or that the last one was
 * long ago. Such a column was written at the end, not when its row became known. O(rows) for each column and way that rows refer to its own.
 */
export function* laterSummaries(database: Database, isAsked: IsAsked, onProgress?: OnProgress): Pieces<Leak[]> {
  const leaks: Leak[] = [];
  const { size: total } = database.tables;
  for (const [done, table] of [...database.tables.values()].entries()) {
    onProgress?.({ stage: 'look for later rows', done, total, unit: 'tables' });
    leaks.push(...(yield* ofTable(database, table, isAsked)));
  }
  onProgress?.({ stage: 'look for later rows', done: total, total, unit: 'tables' });
  return leaks;
}

function* ofTable(database: Database, table: Table, isAsked: IsAsked): Pieces<Leak[]> {
  const columns = table.columns.filter(({ name, use }) => use !== 'time' && isAsked(table.name, name));
  if (columns.length === 0 || table.numRows < 2 * FEWEST) return [];
  const found = new Map<string, Leak>();
  for (const rows of laterRows(database, table)) {
    yield;
    const sums = yield* sumsOf(rows);
    const numbers = [
      { name: 'the number', values: rows.counts },
      ...sums.map((each) => ({ name: `the sum of ${each.column}`, values: each.sums })),
    ];
    for (const column of columns) {
      if (found.has(column.name)) continue;
      const why = (yield* isSum(column, numbers, rows)) ?? isSummary(column, rows);
      if (why) found.set(column.name, { column: `${table.name}.${column.name}`, kind: 'later rows', why });
      yield;
    }
  }
  return [...found.values()];
}

interface Numbers {
  readonly name: string;
  readonly values: Float64Array;
}

function* isSum(column: Column, all: readonly Numbers[], { name, counts }: ReferringRows): Pieces<string | undefined> {
  if (column.kind !== 'number') return undefined;
  const rows = Int32Array.from(counts.keys()).filter((i) => !Number.isNaN(column.values[i]!));
  const several = rows.filter((i) => counts[i]! > 1);
  if (several.length < FEWEST) return undefined;
  for (const { name: what, values } of all) {
    yield;
    const near = (i: number) => Math.abs(values[i]! - column.values[i]!) <= NEAR * Math.abs(values[i]!);
    const shareIn = (of: Int32Array) => of.reduce((sum, i) => sum + Number(near(i)), 0) / of.length;
    if (shareIn(several) >= SAME && shareIn(rows) >= SAME && differs(several, values))
      return `is ${what} of the rows of ${name} that refer to it, which come later`;
  }
  return undefined;
}

function differs(rows: Int32Array, values: Float64Array): boolean {
  const counts = new Map<number, number>();
  let most = 0;
  for (const row of rows) {
    const count = (counts.get(values[row]!) ?? 0) + 1;
    counts.set(values[row]!, count);
    most = Math.max(most, count);
  }
  return most < MOST_ALIKE * rows.length;
}

function isSummary(column: Column, rows: ReferringRows): string | undefined {
  const tallies = talliesOf(column, rows);
  const numRows = rows.counts.length;
  const numReferred = rows.counts.reduce((sum, count) => sum + Number(count > 0), 0);
  const existence = isMixed(numReferred, numRows) && tallies.find((each) => isExistence(each, numReferred, numRows));
  if (existence) return `is ${existence.text} or not as rows of ${rows.name} refer to it or not, which come later`;
  const end = tallies.find((each) => isEnd(each, numReferred));
  return (
    end &&
    `is ${end.text} or not as the last row of ${rows.name} is before a time or after it: it is written at the end`
  );
}

function isExistence({ referred, alone }: Tally, numReferred: number, numRows: number): boolean {
  const count = referred + alone;
  const same = referred + (numRows - numReferred - alone);
  return isMixed(count, numRows) && Math.min(same, numRows - same) <= MOST_OTHER * Math.min(count, numRows - count);
}

function isEnd({ referred, firstRanks, lastRanks }: Tally, numReferred: number): boolean {
  if (!isMixed(referred, numReferred)) return false;
  const told = (sum: number) => {
    const area = areaOfSum(sum, referred, numReferred);
    return Math.max(area, 1 - area);
  };
  const byLast = told(lastRanks);
  return byLast >= TOLD && WORSE * (1 - byLast) <= 1 - told(firstRanks);
}

/** Whether enough rows have it, and enough have not. */
function isMixed(count: number, numRows: number): boolean {
  return Math.min(count, numRows - count) >= Math.max(FEWEST, LEAST_SHARE * numRows);
}
