import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Cell } from '../../anomaly/index.js';
import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import { cellValue, isTableFile, lookInto, numberOf, readCells } from '../../datasets/internal.js';
import { BadRows } from '../../graph/internal.js';

/** Rows of a table as columns. */
export interface ReadRows {
  /** Name of the table. */
  readonly name: string;
  readonly numRows: number;
  /** Texts, and numbers where all values of a column are some; null where there is no value. */
  readonly columns: Readonly<Record<string, readonly Cell[]>>;
  /** The same as texts, as they stand. */
  readonly texts: Readonly<Record<string, readonly (string | null)[]>>;
}

/**
 * Reads a table of a file, a folder, an archive or a database.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNKNOWN_FORMAT; AMBIGUOUS where there are several tables and none is named; as readers do
 */
export async function readRows(path: string, table: string | undefined, run: RunOptions): Promise<ReadRows> {
  const isFile = isTableFile(path) && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const content = await lookInto(isFile ? dirname(path) : path);
  try {
    const wanted = isFile ? basename(path) : table;
    const found = content.tables.filter(
      ({ name, stem }) => wanted === undefined || name === wanted || (!isFile && stem === wanted),
    );
    const shown = content.tables.map(({ stem }) => stem).join(', ') || 'none';
    if (found.length === 0) {
      throw new HeteroGraphError(
        'FILE_NOT_FOUND',
        wanted === undefined ? 'There is no table.' : `There is no table ${wanted}.`,
        {
          file: path,
          hint: `There are: ${shown}.`,
        },
      );
    }
    if (found.length > 1) {
      throw new HeteroGraphError('AMBIGUOUS', 'There are several tables.', {
        file: path,
        hint: `Name one with --table: ${shown}.`,
      });
    }
    const names: string[] = [];
    const cells: (string | null)[][] = [];
    let numRows = 0;
    const bad = new BadRows('fail');
    await readCells(found[0]!, {
      ...run,
      bad,
      columns: 'all',
      onColumns: (more) => {
        for (const name of more) {
          names.push(name);
          cells.push(new Array<null>(numRows).fill(null));
        }
      },
      onRow: (row) => {
        for (const [at, column] of cells.entries()) column.push(cellValue(row[at]) ?? null);
        numRows++;
      },
      onBinary: () => {},
    });
    const columns = Object.fromEntries(names.map((name, at) => [name, asNumbers(cells[at]!) ?? cells[at]!]));
    const texts = Object.fromEntries(names.map((name, at) => [name, cells[at]!]));
    return { name: found[0]!.stem, numRows, columns, texts };
  } finally {
    await content.close();
  }
}

/** The numbers of a column; undefined where a value is none. */
function asNumbers(cells: readonly (string | null)[]): (number | null)[] | undefined {
  const numbers: (number | null)[] = [];
  for (const cell of cells) {
    const value = cell === null ? null : numberOf(cell);
    if (value !== null && !Number.isFinite(value)) return undefined;
    numbers.push(value);
  }
  return numbers;
}
