import { type RunOptions, yieldToEventLoop } from '../../core/index.js';
import { lineBlocks } from './bytes/line-blocks.js';
import { asFileList, type FileSource, sourceName } from './bytes/source.js';
import { decodeUtf8, invalidUtf8, soundLength } from './bytes/utf8.js';
import { assembleGraph, type FillOptions, type GraphSpec, type ReadTables } from './table/assemble.js';
import type { BadRows } from './table/bad-rows.js';
import type { ValueOptions } from './table/cell-converter.js';
import type { RowSink } from './table/row-sink.js';
import type { TableSink } from './table/table-sink.js';

export interface JsonLinesFiles extends ValueOptions {
  readonly files: FileSource | readonly FileSource[];
}

export interface JsonLinesGraphSpec extends GraphSpec<JsonLinesFiles, JsonLinesFiles>, RunOptions {}

/**
 * Reads a graph from files of one JSON object a line: keys are columns, absent keys and null are nulls. Numbers become
 * int32 or float64, arrays of numbers dense rows; a column of numbers and strings must be declared (as `utf8`), and so
 * must whole numbers that a double cannot hold (as `int64` or `utf8`), which are bad rows otherwise.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW, and as `readCsvGraph` does; rows are lines from 1.
 */
export async function readJsonLines(spec: JsonLinesGraphSpec): Promise<ReadTables> {
  const fill = async ({ files }: JsonLinesFiles, table: TableSink, bad: BadRows) => {
    for (const source of asFileList(files)) {
      for await (const _ of feedJsonLines(source, table, bad, spec));
    }
  };
  return assembleGraph<JsonLinesFiles & FillOptions, JsonLinesFiles & FillOptions>(spec, fill, fill);
}

/** Feeds the lines of a file into a table; yields after each block and whenever the table holds `maxRows` rows. */
export async function* feedJsonLines(
  source: FileSource,
  table: RowSink,
  bad: BadRows,
  options: RunOptions & { maxRows?: number },
): AsyncGenerator<void> {
  const file = sourceName(source);
  const maxRows = options.maxRows ?? Number.POSITIVE_INFINITY;
  let row = 0;
  for await (const { bytes, start, end } of lineBlocks(source, options)) {
    const block = bytes.subarray(start, end);
    const sound = soundLength(block);
    const lines = decodeUtf8(block.subarray(0, sound)).split('\n');
    lines.pop();
    for (const line of lines) {
      row++;
      const values = parseLine(line, bad, file, row);
      if (values) table.appendObject(values, bad, file, row);
      if (table.length >= maxRows) yield;
    }
    if (sound < block.length) throw invalidUtf8(file, row + 1, 'Convert the file to UTF-8.');
    table.flush();
    yield;
    await yieldToEventLoop();
  }
}

function parseLine(line: string, bad: BadRows, file: string, row: number): Record<string, unknown> | undefined {
  if (line === '' || line === '\r') return undefined;
  const report = (message: string) => void bad.report({ file, row, code: 'MALFORMED_ROW', message });
  let value: unknown;
  try {
    value = /\d{16}/.test(line) ? parseExactly(line) : JSON.parse(line);
  } catch (cause) {
    // A RangeError is raised where the engine cannot hold the nesting.
    if (!(cause instanceof SyntaxError || cause instanceof RangeError)) throw cause;
    return report(`The line is not valid JSON${cause instanceof RangeError ? ' that can be read' : ''}.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  return report('The line holds no JSON object.');
}

/** Before the digits of whole numbers while they go through `JSON.parse` as strings. */
const MARK = `\uE000${Math.random().toString(36).slice(2)}:`;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** Like `JSON.parse`, but a whole number beyond 2^53 is a bigint where it is the value of a key. */
function parseExactly(line: string): unknown {
  const marked = line.replace(STRING_OR_NUMBER, (token) =>
    /^-?[1-9]\d{15,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${MARK}${token}"` : token,
  );
  const value: unknown = JSON.parse(marked);
  if (marked === line || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  for (const [key, each] of Object.entries(value)) {
    const restored = restoreNumbers(each);
    if (restored !== each) Object.defineProperty(value, key, { value: restored, enumerable: true });
  }
  return value;
}

function restoreNumbers(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith(MARK)) return BigInt(value.slice(MARK.length));
  // Rows of matrices are floats.
  const float = (each: unknown): unknown =>
    typeof each === 'string' && each.startsWith(MARK)
      ? Number(each.slice(MARK.length))
      : Array.isArray(each)
        ? each.map(float)
        : each;
  return Array.isArray(value) ? value.map(float) : value;
}
