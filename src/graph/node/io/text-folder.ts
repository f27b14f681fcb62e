import type { Vector } from 'apache-arrow';
import { nodeModule, throwIfAborted, yieldToEventLoop } from '../../../core/index.js';
import { expectGraph } from '../../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import { type PlainValue, plainReader } from '../../io/table/row-values.js';
import { type ColumnSchema, type EdgeType, edgeTypeKey } from '../../schema/schema.js';
import {
  type csvFolder,
  readGraphManifest,
  type TextFile,
  type WriteOptions,
  writeGraphFolder,
} from '../graph-folders.js';

const { open } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
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
  readonly folderFormat: typeof csvFolder;
  readonly extension: string;
  /** Pieces of text, and what the reader must know of the file beyond the schema. */
  write(table: TextTable): { pieces: Iterable<string>; nullText?: string };
}

/** Writes one file a type and `graph.json` with the schema. */
export async function writeTextFolder(
  graph: HeteroGraph,
  folder: string,
  { folderFormat, extension, write }: TextFormat,
  options: WriteOptions,
): Promise<void> {
  expectGraph(graph);
  const { signal, onProgress } = options;
  const total = graph.nodeTypes.length + graph.edgeTypes.length;
  let done = 0;
  await writeGraphFolder(folder, folderFormat, options, async (temporary) => {
    const add = async (name: string, table: TextTable): Promise<TextFile> => {
      const file = `${name}.${extension}`;
      const { pieces, nullText } = write(table);
      await writePieces(join(temporary, file), pieces, signal);
      onProgress?.({ stage: 'write', done: ++done, total, unit: 'files' });
      return { file, numRows: table.numRows, ...(nullText ? { nullText } : {}) };
    };
    const nodes: TextFile[] = [];
    const edges: TextFile[] = [];
    for (const [i, type] of graph.nodeTypes.entries()) nodes.push(await add(`nodes-${i}`, nodeText(graph, type)));
    for (const [i, type] of graph.edgeTypes.entries()) edges.push(await add(`edges-${i}`, edgeText(graph, type)));
    throwIfAborted(signal);
    return { schema: graph.schema, nodes, edges };
  });
}

/** The types of a folder, each with its file. @throws {HeteroGraphError} as {@link readGraphManifest} does */
export async function readTextFolder(folder: string, format: TextFormat['folderFormat']) {
  const { schema, nodes, edges } = await readGraphManifest(folder, format);
  const entries = <T>(types: readonly T[], files: readonly TextFile[]) =>
    types.map((type, i) => ({ type, ...files[i]!, path: join(folder, files[i]!.file) }));
  return { schema, nodes: entries(schema.nodes, nodes), edges: entries(schema.edges, edges) };
}

const FLUSH_CHARS = 1 << 18;

async function writePieces(path: string, pieces: Iterable<string>, signal: AbortSignal | undefined): Promise<void> {
  const file = await open(path, 'w');
  try {
    let pending = '';
    for (const piece of pieces) {
      pending += piece;
      if (pending.length < FLUSH_CHARS) continue;
      throwIfAborted(signal);
      await file.appendFile(pending);
      pending = '';
      await yieldToEventLoop();
    }
    await file.appendFile(pending);
    await file.sync();
  } finally {
    await file.close();
  }
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
