import { type ErrorCode, type RunOptions, yieldToEventLoop } from '../../../core/index.js';
import { lineBlocks } from '../bytes/line-blocks.js';
import { asFileList, type FileSource, sourceName } from '../bytes/source.js';
import { isUtf8 } from '../bytes/utf8.js';
import type { BadRows } from '../table/bad-rows.js';

const LF = 10;
const CR = 13;
/** Tab, comma, semicolon, bar, space. */
const MARKS = [9, 44, 59, 124, 32];

/** A line cut into cells: cell i is `bytes[bounds[2 * i], bounds[2 * i + 1])`. Valid during the call. */
export interface CellLine {
  readonly bytes: Uint8Array;
  readonly bounds: Int32Array;
  readonly file: string;
  readonly row: number;
}

export interface CellOptions extends RunOptions {
  /**
   * Between cells, default a tab; `guess`: the first of tab, comma, semicolon, bar and space that cuts the first line of a
   * file into as many cells as it should have. There is no quoting.
   */
  readonly delimiter?: '\t' | ',' | ';' | ' ' | '|' | 'guess';
  /** Whether the first line of each file names the columns, default false. */
  readonly header?: boolean;
}

/**
 * Reads files whose lines have a fixed number of cells, none of them empty, and calls `take` with each line; yields when
 * it answers true, and after every block of lines. Empty lines are passed over.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW, NULL_VALUE, INVALID_UTF8 under the policy `fail`, naming file and line;
 * TOO_LARGE and what reading throws always
 */
export async function* feedCells(
  files: FileSource | readonly FileSource[],
  columns: readonly string[],
  take: (line: CellLine) => boolean,
  bad: BadRows,
  { delimiter = '\t', header = false, ...options }: CellOptions,
): AsyncGenerator<void> {
  const bounds = new Int32Array(2 * columns.length);
  for (const source of asFileList(files)) {
    const file = sourceName(source);
    let row = 0;
    let mark = delimiter === 'guess' ? 0 : delimiter.charCodeAt(0);
    for await (const { bytes, start, end } of lineBlocks(source, options)) {
      for (let at = start; at < end; ) {
        const feed = bytes.indexOf(LF, at);
        const stop = feed > at && bytes[feed - 1] === CR ? feed - 1 : feed;
        row++;
        if (mark === 0 && stop > at) mark = guessMark(bytes, at, stop, bounds);
        if (stop > at && !(header && row === 1)) {
          const found = splitCells(bytes, at, stop, mark, bounds);
          const problem = found === columns.length ? cellProblem(bytes, bounds, columns) : countProblem(found, columns);
          if (problem) bad.report({ file, row, ...problem });
          else if (take({ bytes, bounds, file, row })) yield;
        }
        at = feed + 1;
      }
      yield;
      await yieldToEventLoop();
    }
  }
}

function guessMark(bytes: Uint8Array, start: number, stop: number, bounds: Int32Array): number {
  const fits = (mark: number) => 2 * splitCells(bytes, start, stop, mark, bounds) === bounds.length;
  return MARKS.find(fits) ?? MARKS[0]!;
}

/** Fills the bounds and answers how many cells there are; those beyond the room for bounds are only counted. */
function splitCells(bytes: Uint8Array, start: number, end: number, mark: number, bounds: Int32Array): number {
  let cells = 0;
  let from = start;
  for (let at = start; at <= end; at++) {
    if (at < end && bytes[at] !== mark) continue;
    if (2 * cells < bounds.length) {
      bounds[2 * cells] = from;
      bounds[2 * cells + 1] = at;
    }
    cells++;
    from = at + 1;
  }
  return cells;
}

interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly column?: string;
}

function countProblem(found: number, columns: readonly string[]): Problem {
  return { code: 'MALFORMED_ROW', message: `The row has ${found} cells instead of ${columns.length}.` };
}

function cellProblem(bytes: Uint8Array, bounds: Int32Array, columns: readonly string[]): Problem | undefined {
  let seen = 0;
  for (let i = 0; i < columns.length; i++) {
    const [from, to] = [bounds[2 * i]!, bounds[2 * i + 1]!];
    if (from === to) return { code: 'NULL_VALUE', message: 'The cell is empty.', column: columns[i]! };
    for (let at = from; at < to; at++) seen |= bytes[at]!;
  }
  if (seen < 128 || isUtf8(bytes.subarray(bounds[0]!, bounds[bounds.length - 1]!))) return undefined;
  return { code: 'INVALID_UTF8', message: 'The row is not valid UTF-8.' };
}
