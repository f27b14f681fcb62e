import type { RunOptions } from '../../core/index.js';
import type { BadRow } from '../../graph/index.js';
import { BadRows, isoSeconds } from '../../graph/internal.js';
import type { SourceColumn, SourceTable } from '../sources/base/table-source.js';
import { booleanOf, cellValue, keyText, numberOf, yearLast } from './cell-values.js';
import { isClock } from './clock.js';
import { readCells } from './read-cells.js';
import type { TableFile } from './table.js';

/** Different texts of a column that are counted. */
const MOST_COUNTED = 2_000;

/** What the cells of a column are like. */
export interface ColumnProfile {
  readonly name: string;
  /** Rows with a value. */
  numValues: number;
  readonly distinct: Set<string>;
  /** Values that are a number with a decimal point, or with a decimal comma; whole ones are both. */
  numbers: number;
  commaNumbers: number;
  wholes: number;
  booleans: number;
  isoDates: number;
  /** Dates with the year last; of these, with a first or second part above 12. */
  yearLast: number;
  firstAbove12: number;
  secondAbove12: number;
  /** Dates with a time of day; texts that are a time of day alone. */
  timed: number;
  clocks: number;
  words: number;
  /** How often each text is there, of the first texts that are different; for what holds several values. */
  readonly counts: Map<string, number>;
  least: number;
  most: number;
  /** Cells that hold bytes, which are no value. */
  binary: number;
  /** What a source declares of it. */
  readonly declared: SourceColumn | undefined;
  /** Two rows with the same value, by their numbers in the file. */
  twice: { readonly row: number; readonly first: number; readonly text: string } | undefined;
}

/** What the rows of a table are like. */
export interface TableProfile {
  readonly file: TableFile;
  numRows: number;
  /** Rows that were left out since they cannot be read. */
  numBadRows: number;
  /** The first of them. */
  readonly firstBadRow?: BadRow;
  readonly columns: readonly ColumnProfile[];
  /** What a source declares of it. */
  readonly declared?: SourceTable;
}

/** Looks at the rows of a table, at most so many. @throws {HeteroGraphError} as `readCells` does */
export async function profileTable(file: TableFile, maxRows: number, run: RunOptions): Promise<TableProfile> {
  const columns: ColumnProfile[] = [];
  const firstRows: Map<string, number>[] = [];
  const bad = new BadRows('collect');
  const declared = file.format === 'source' ? await file.describe() : undefined;
  const columnOf = (name: string) => declared?.columns.find((column) => column.name === name);
  let numRows = 0;
  await readCells(file, {
    ...run,
    bad,
    maxRows,
    columns: 'all',
    onColumns: (names) => {
      for (const name of names) {
        columns.push(emptyProfile(name, columnOf(name)));
        firstRows.push(new Map());
      }
    },
    onRow: (cells, row) => {
      numRows++;
      for (const [i, cell] of cells.entries()) take(columns[i]!, firstRows[i]!, cell, row);
    },
    onBinary: (name) => columns.find((column) => column.name === name)!.binary++,
  });
  const [firstBadRow] = bad.rows;
  // Columns of bytes are not read, and said to be there.
  const unread = declared?.columns.filter(({ name }) => !columns.some((column) => column.name === name)) ?? [];
  columns.push(...unread.map((column) => emptyProfile(column.name, column)));
  const known = { ...(firstBadRow ? { firstBadRow } : {}), ...(declared ? { declared } : {}) };
  return { file, numRows, numBadRows: bad.count, ...known, columns };
}

function emptyProfile(name: string, declared: SourceColumn | undefined): ColumnProfile {
  return {
    ...{ name, numValues: 0, distinct: new Set(), numbers: 0, commaNumbers: 0, wholes: 0, booleans: 0, isoDates: 0 },
    counts: new Map(),
    ...{ binary: 0, declared },
    ...{ yearLast: 0, firstAbove12: 0, secondAbove12: 0, timed: 0, clocks: 0, words: 0, twice: undefined },
    ...{ least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY },
  };
}

/** Until two rows are equal, the first row of each value is kept. */
function take(profile: ColumnProfile, firstRows: Map<string, number>, cell: string | undefined, row: number): void {
  const text = cellValue(cell);
  if (text === undefined) return;
  profile.numValues++;
  const key = keyText(cell)!;
  if (profile.twice === undefined) {
    const first = firstRows.get(key);
    if (first === undefined) firstRows.set(key, row);
    else {
      profile.twice = { row, first, text: key };
      firstRows.clear();
    }
  }
  profile.distinct.add(key);
  const count = profile.counts.get(text);
  if (count !== undefined || profile.counts.size < MOST_COUNTED) profile.counts.set(text, (count ?? 0) + 1);
  profile.words += text.split(/\s+/).length;
  const number = numberOf(text);
  if (!Number.isNaN(number)) {
    profile.numbers++;
    if (Number.isInteger(number)) profile.wholes++;
    if (number < profile.least) profile.least = number;
    if (number > profile.most) profile.most = number;
  }
  if (!Number.isNaN(numberOf(text, ','))) profile.commaNumbers++;
  if (!Number.isNaN(booleanOf(text))) profile.booleans++;
  const isIso = text.length >= 8 && !Number.isNaN(isoSeconds(text.replaceAll('/', '-')));
  if (isIso) profile.isoDates++;
  if (isClock(text)) profile.clocks++;
  const parts = yearLast(text);
  if ((isIso || parts) && text.includes(':')) profile.timed++;
  if (parts === undefined) return;
  profile.yearLast++;
  if (parts.first > 12) profile.firstAbove12++;
  if (parts.second > 12) profile.secondAbove12++;
}
