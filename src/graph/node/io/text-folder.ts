import type { Vector } from 'apache-arrow';
import * as z from 'zod/mini';
import { HeteroGraphError, nodeModule } from '../../../core/index.js';
import type { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import { type PlainValue, plainReader } from '../../io/table/row-values.js';
import { type ColumnSchema, type EdgeType, edgeTypeKey, type GraphSchema } from '../../schema/schema.js';
import { checkSchema } from '../../schema/schema-check.js';
import { fileError } from '../read-file.js';
import { type WriteOptions, writeFolder } from './write-folder.js';

const { readFile } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { join } = nodeModule<typeof import('node:path')>('node:path');

/** A table as text files have it: edges name their ends by external id where the node type has one. */
export interface TextTable {
  readonly columns: readonly ColumnSchema[];
  readonly numRows: number;
  /** Value of a column (by position) in a row. */
  value(column: number, row: number): PlainValue;
}

/** How one format writes a table: the name of its files ends with `extension`. */
export interface TextFormat {
  readonly format: string;
  readonly extension: string;
  /** Pieces of text, and what the reader must know of the file beyond the schema. */
  write(table: TextTable): { pieces: Iterable<string>; nullText?: string };
}

const fileEntry = z.object({
  file: z.string().check(z.regex(/^[\w-]+\.\w+$/)),
  numRows: z.int().check(z.minimum(0)),
  nullText: z.optional(z.string()),
});

const manifest = z.object({
  format: z.string(),
  formatVersion: z.literal(1),
  schema: z.unknown(),
  nodes: z.array(fileEntry),
  edges: z.array(fileEntry),
});

export type TextFileEntry = z.infer<typeof fileEntry>;

/** Writes one file a type and `graph.json` with the schema. */
export async function writeTextFolder(
  graph: HeteroGraph,
  folder: string,
  format: TextFormat,
  options: WriteOptions,
): Promise<void> {
  await writeFolder(folder, options, async (write) => {
    const total = graph.nodeTypes.length + graph.edgeTypes.length;
    let done = 0;
    const add = async (name: string, table: TextTable): Promise<TextFileEntry> => {
      const file = `${name}.${format.extension}`;
      const { pieces, nullText } = format.write(table);
      await write(file, pieces);
      options.onProgress?.({ stage: 'write', done: ++done, total, unit: 'files' });
      return { file, numRows: table.numRows, ...(nullText ? { nullText } : {}) };
    };
    const nodes: TextFileEntry[] = [];
    const edges: TextFileEntry[] = [];
    for (const [i, type] of graph.nodeTypes.entries()) nodes.push(await add(`nodes-${i}`, nodeText(graph, type)));
    for (const [i, type] of graph.edgeTypes.entries()) edges.push(await add(`edges-${i}`, edgeText(graph, type)));
    const content = { format: format.format, formatVersion: 1, schema: graph.schema, nodes, edges };
    await write('graph.json', [`${JSON.stringify(content, null, 1)}\n`]);
  });
}

/** Reads `graph.json`. @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE, INVALID_SCHEMA */
export async function readManifest(folder: string, format: string) {
  const file = join(folder, 'graph.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw fileError(cause, file);
  });
  const bad = (cause: unknown) =>
    new HeteroGraphError('CORRUPT_FILE', `The file describes no folder of the format ${format}.`, {
      file,
      row: 1,
      cause,
      hint: 'Write the folder again.',
    });
  let found: z.infer<typeof manifest>;
  try {
    found = manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw bad(cause);
  }
  let schema: GraphSchema;
  try {
    schema = checkSchema(found.schema);
  } catch (error) {
    if (error instanceof HeteroGraphError) Object.assign(error.location, { file, row: 1 });
    throw error;
  }
  if (found.format !== format) throw bad(found.format);
  if (found.nodes.length !== schema.nodes.length || found.edges.length !== schema.edges.length) throw bad(schema);
  const entries = <T>(types: readonly T[], files: readonly TextFileEntry[]) =>
    types.map((type, i) => ({ type, ...files[i]!, path: join(folder, files[i]!.file) }));
  return {
    schema,
    nodes: entries(schema.nodes, found.nodes),
    edges: entries(schema.edges, found.edges),
  };
}

function nodeText(graph: HeteroGraph, type: string): TextTable {
  const { columns } = graph.schema.nodes.find(({ name }) => name === type)!;
  const table = graph.nodeTable(type);
  return textTable(
    columns,
    columns.map((column, i) => plainReader(column, table.getChildAt(i)!)),
    table.numRows,
  );
}

function edgeText(graph: HeteroGraph, type: EdgeType): TextTable {
  const { columns } = graph.schema.edges.find((edge) => edgeTypeKey(edge.type) === edgeTypeKey(type))!;
  const table = graph.edgeTable(type);
  const { source, target } = graph.edgeIndex(type);
  const ends = [endColumn(graph, type[0], 'source', source), endColumn(graph, type[2], 'target', target)];
  const readers = columns.map((column, i) => plainReader(column, table.getChildAt(i + 2)!));
  return textTable(
    [...ends.map(({ column }) => column), ...columns],
    [...ends.map(({ read }) => read), ...readers],
    table.numRows,
  );
}

function endColumn(graph: HeteroGraph, type: string, name: string, rows: Int32Array) {
  const { columns } = graph.schema.nodes.find((node) => node.name === type)!;
  const at = columns.findIndex(({ role }) => role === 'id');
  if (at < 0) return { column: { name, type: 'int32', role: 'id' } as ColumnSchema, read: (row: number) => rows[row]! };
  const read = plainReader(columns[at]!, graph.nodeTable(type).getChildAt(at) as Vector);
  return { column: { ...columns[at]!, name }, read: (row: number) => read(rows[row]!) };
}

function textTable(
  columns: readonly ColumnSchema[],
  readers: readonly ((row: number) => PlainValue)[],
  numRows: number,
): TextTable {
  return { columns, numRows, value: (column, row) => readers[column]!(row) };
}
