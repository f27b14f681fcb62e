import type { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import { type JsonLinesGraphSpec, readJsonLines } from '../../io/json-lines.js';
import type { ReadTables } from '../../io/table/assemble.js';
import { numberText, type PlainValue } from '../../io/table/row-values.js';
import { jsonLinesFolder, type WriteOptions } from '../graph-folders.js';
import { readTextFolder, type TextFormat, type TextTable, writeTextFolder } from './text-folder.js';

const format: TextFormat = {
  folderFormat: jsonLinesFolder,
  extension: 'jsonl',
  write: (table) => ({ pieces: jsonPieces(table) }),
};

/** Writes one file of JSON lines a type and `graph.json` with the schema. @throws {HeteroGraphError} as `writeCsv` */
export async function writeJsonLines(graph: HeteroGraph, folder: string, options: WriteOptions = {}): Promise<void> {
  await writeTextFolder(graph, folder, format, options);
}

/** Reads a folder that {@link writeJsonLines} wrote. */
export async function readJsonLinesFolder(
  folder: string,
  options: Pick<JsonLinesGraphSpec, 'onBadRow' | 'onBadCell' | 'signal' | 'onProgress'> = {},
): Promise<ReadTables> {
  const { schema, nodes, edges } = await readTextFolder(folder, jsonLinesFolder);
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
