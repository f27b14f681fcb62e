import { type RunOptions, yieldToEventLoop } from '../../core/index.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { readManifest, type TextFormat, type TextTable, writeTextFolder } from '../node/io/text-folder.js';
import type { WriteOptions } from '../node/io/write-folder.js';
import { lineBlocks } from './bytes/line-blocks.js';
import { asFileList, type FileSource, sourceName } from './bytes/source.js';
import { decodeText } from './csv/csv-dialect.js';
import { assembleGraph, type GraphSpec, type ReadGraph } from './table/assemble.js';
import type { BadRows } from './table/bad-rows.js';
import { numberText, type PlainValue } from './table/row-values.js';
import type { TableSink } from './table/table-sink.js';

const FORMAT = 'heterograph-json-lines';

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

/** Writes one file of JSON lines a type and `graph.json` with the schema. @throws {HeteroGraphError} as `writeCsv` */
export async function writeJsonLines(graph: HeteroGraph, folder: string, options: WriteOptions = {}): Promise<void> {
  const format: TextFormat = { format: FORMAT, extension: 'jsonl', write: (table) => ({ pieces: jsonPieces(table) }) };
  await writeTextFolder(graph, folder, format, options);
}

/** Reads a folder that {@link writeJsonLines} wrote. */
export async function readJsonLinesFolder(
  folder: string,
  options: Pick<JsonLinesGraphSpec, 'onBadRow' | 'signal' | 'onProgress'> = {},
): Promise<ReadGraph> {
  const { schema, nodes, edges } = await readManifest(folder, FORMAT);
  return readJsonLines({
    ...options,
    schema,
    nodes: Object.fromEntries(
      nodes.map(({ type: { name, columns }, numRows, path }) => [
        name,
        { files: columns.length > 0 ? path : [], numRows },
      ]),
    ),
    edges: edges.map(({ type: { type }, path }) => ({ type, files: path })),
  });
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
    const lines = decodeText(bytes.subarray(start, end), {}, file, row + 1).split('\n');
    lines.pop();
    for (const line of lines) {
      row++;
      const values = parseLine(line, bad, file, row);
      if (values) table.appendObject(values, bad, file, row);
      if (table.length >= maxRows) yield;
    }
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

function* jsonPieces({ columns, numRows, value }: TextTable): Generator<string> {
  if (columns.length === 0) return;
  const keys = columns.map(({ name }) => JSON.stringify(name));
  for (let row = 0; row < numRows; row++) {
    yield `{${columns.map(({ type }, i) => `${keys[i]}:${jsonText(value(i, row), type)}`).join(',')}}\n`;
  }
}

/** Whole numbers of 64 bits go as strings: JSON readers make doubles of numbers. */
function jsonText(value: PlainValue, type: TextTable['columns'][number]['type']): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return numberText(value, type);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `"${value}"`;
  if (typeof value === 'boolean') return String(value);
  const items = value.map((each) =>
    typeof each === 'number' ? numberText(each, type) : `[${each[0]},${numberText(each[1], type)}]`,
  );
  return `[${items.join(',')}]`;
}
