import { HeteroGraphError } from '../../core/index.js';
import { type BadRows, feedCsv, feedJsonLines, type RowSink } from '../../graph/internal.js';
import { expectDistinct } from './expect-distinct.js';
import { readSourceCells } from './read-source-cells.js';
import type { TableFile } from './table.js';
import type { TakeCells } from './take-cells.js';

/**
 * Reads a table row by row as texts, whatever its format. Values of JSON are written as text; arrays and objects as JSON.
 *
 * @throws {HeteroGraphError} as `readCsvGraph` and `readJsonLines` do, or as the source does
 */
export async function readCells(file: TableFile, options: TakeCells): Promise<void> {
  if (file.format === 'source') return readSourceCells(file, options);
  const sink = new CellSink(options);
  const { bad, signal, onProgress, maxRows = Number.POSITIVE_INFINITY } = options;
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}), maxRows };
  const feed =
    file.format === 'csv' ? feedCsv(file.source, {}, sink, bad, run) : feedJsonLines(file.source, sink, bad, run);
  for await (const _ of feed) if (sink.length >= maxRows) break;
}

class CellSink implements RowSink {
  readonly #options: TakeCells;
  readonly #names: string[] = [];
  readonly #places = new Map<string, number>();
  /** Of each wanted column, the cell of the file. */
  #cells: readonly number[] = [];
  readonly #seen = new Set<string>();
  length = 0;

  constructor(options: TakeCells) {
    this.#options = options;
    if (options.columns !== 'all') this.#add(options.columns);
  }

  setColumns(names: readonly string[], file: string): void {
    expectDistinct(names, { file, row: 1 });
    if (names.some((name) => name.includes('\0'))) {
      throw new HeteroGraphError('INVALID_UTF8', 'The names of the columns hold NULs: it is no text in UTF-8.', {
        file,
        row: 1,
        hint: 'Write it anew in UTF-8; it looks like UTF-16.',
      });
    }
    if (this.#options.columns === 'all') this.#add(names);
    this.#cells = this.#names.map((name) => names.indexOf(name));
    this.#options.onColumns?.(names);
  }

  appendCells(cells: readonly string[], _bad: BadRows, _file: string, row: number): boolean {
    this.#options.onRow(
      this.#cells.map((at) => cells[at]),
      row,
    );
    this.length++;
    return true;
  }

  appendObject(values: Readonly<Record<string, unknown>>, bad: BadRows, file: string, row: number): boolean {
    const news = Object.keys(values).filter((name) => !this.#seen.has(name));
    if (news.length > 0) {
      for (const name of news) this.#seen.add(name);
      if (this.#options.columns === 'all') this.#add(news);
      this.#options.onColumns?.(news);
    }
    const cells = this.#names.map((name) => (Object.hasOwn(values, name) ? cellText(values[name]) : undefined));
    if (cells.includes(TOO_DEEP)) {
      bad.report({ file, row, code: 'MALFORMED_ROW', message: 'Its values lie too deep within each other.' });
      return false;
    }
    this.#options.onRow(cells as readonly (string | undefined)[], row);
    this.length++;
    return true;
  }

  /** Never called: the byte scanner is not used. */
  appendNumbers(): boolean {
    return false;
  }

  scanKinds(): undefined {
    return undefined;
  }

  flush(): void {}

  #add(names: readonly string[]): void {
    for (const name of names) {
      if (this.#places.has(name)) continue;
      this.#places.set(name, this.#names.length);
      this.#names.push(name);
    }
  }
}

const TOO_DEEP = Symbol('too deep');

function cellText(value: unknown): string | typeof TOO_DEEP | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return TOO_DEEP;
  }
}
