import { type RunOptions, yieldToEventLoop } from '../../core/index.js';
import { lineBlocks } from './bytes/line-blocks.js';
import { asFileList, type FileSource, sourceName } from './bytes/source.js';
import { decodeUtf8, invalidUtf8, soundLength } from './bytes/utf8.js';
import { assembleGraph, type GraphSpec, type ReadGraph } from './table/assemble.js';
import type { BadRows } from './table/bad-rows.js';
import type { TableSink } from './table/table-sink.js';

export interface JsonLinesFiles {
  readonly files: FileSource | readonly FileSource[];
}

export interface JsonLinesGraphSpec extends GraphSpec<JsonLinesFiles, JsonLinesFiles>, RunOptions {}

/**
 * Reads a graph from files of one JSON object a line: keys are columns, absent keys and null are nulls. Numbers become
 * int32 or float64, arrays of numbers dense rows; a column of numbers and strings must be declared (as `utf8`).
 *
 * @throws {HeteroGraphError} MALFORMED_ROW, and as `readCsvGraph` does; rows are lines from 1.
 */
export async function readJsonLines(spec: JsonLinesGraphSpec): Promise<ReadGraph> {
  const fill = async ({ files }: JsonLinesFiles, table: TableSink, bad: BadRows) => {
    for (const source of asFileList(files)) {
      for await (const _ of feedJsonLines(source, table, bad, spec));
    }
  };
  type Files = JsonLinesFiles & { nullText?: string };
  return assembleGraph<Files, Files>(spec, fill, fill);
}

/** Feeds the lines of a file into a table; yields after each block and whenever the table holds `maxRows` rows. */
export async function* feedJsonLines(
  source: FileSource,
  table: TableSink,
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
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    bad.report({ file, row, code: 'MALFORMED_ROW', message: 'The line is not valid JSON.' });
    return undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  bad.report({ file, row, code: 'MALFORMED_ROW', message: 'The line holds no JSON object.' });
  return undefined;
}
