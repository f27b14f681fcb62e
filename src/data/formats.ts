import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HeteroGraphError, type RunOptions } from '../core/index.js';
import { describeHgbFolder, type GraphMapping, readHgbFolder } from '../datasets/index.js';
import { isAddress, isDatabase, isTableFile } from '../datasets/internal.js';
import { readError } from '../files/index.js';
import {
  type BadRow,
  type BadRowPolicy,
  type CellReport,
  type HeteroGraph,
  openGraph,
  readCsvFolder,
  readEdgeList,
  readJsonLinesFolder,
  readNTriples,
  readTriples,
} from '../graph/index.js';
import { type CellOptions, givenCells, refuseCellOptions } from './cell-options.js';
import { readMappedTables } from './mapped-tables.js';
import { readTableFolder } from './table-folder.js';

export const dataFormats = ['arrow', 'hgb', 'csv', 'jsonl', 'tables', 'triples', 'edges'] as const;
export type DataFormat = (typeof dataFormats)[number];

export interface ReadData extends Partial<CellReport> {
  readonly graph: HeteroGraph;
  readonly numBadRows: number;
  readonly badRows: readonly BadRow[];
  /** Things that people should know and that stop nothing. */
  readonly remarks?: readonly string[];
  /** Of `tables`: how they became the graph. */
  readonly mapping?: GraphMapping;
}

export interface ReadOptions extends RunOptions, CellOptions {
  readonly onBadRow: BadRowPolicy;
  /** Columns that hold labels, by node type: text files do not say. */
  readonly labels: Readonly<Record<string, string>>;
  /** Whether files may lack them; default false. */
  readonly labelsMayBeAbsent?: boolean;
  /** Of `tables`: how they become a graph, or the path of what says so; default: what their graph.yaml says, else a guess. */
  readonly mapping?: GraphMapping | string;
  /** Of `edges`: what a plain file does not say. */
  readonly edges?: PlainEdgeOptions;
}

export interface PlainEdgeOptions {
  /** Whether the first line is no edge; default: found out where that is clear. */
  readonly hasHeader?: boolean;
  /** Ids are the numbers below this, and those without an edge are nodes too. */
  readonly numNodes?: number;
}

/** Reads a person's own files. @throws {HeteroGraphError} FILE_NOT_FOUND, UNKNOWN_FORMAT, and as the format's reader does */
export async function readData(path: string, format: DataFormat, options: ReadOptions): Promise<ReadData> {
  const { onBadRow, labels, labelsMayBeAbsent = false, signal, onProgress } = options;
  if (format !== 'edges') refusePlainEdgeOptions(options.edges, `files of the format ${format}`);
  if (typeof options.mapping === 'string' && format !== 'tables') {
    throw new HeteroGraphError('INVALID_OPTION', `A mapping says nothing about files of the format ${format}.`, {
      column: 'mapping',
      hint: 'Leave it out; it is for tables as people have them.',
    });
  }
  const isTables = format === 'tables' || format === 'csv' || format === 'jsonl';
  if (!isTables) refuseCellOptions(options, `files of the format ${format}`);
  const run = { signal, onProgress };
  const cells = givenCells(options);
  switch (format) {
    case 'arrow':
      return sound(await openGraph(path, run));
    case 'hgb':
      return sound(await readHgbFolder(path, await describeHgbFolder(path, run), run));
    case 'csv':
      if (existsSync(join(path, 'graph.json'))) return readWritten(readCsvFolder, path, options);
      return readTableFolder(path, 'csv', labels, { onBadRow, labelsMayBeAbsent, ...cells, ...run });
    case 'jsonl':
      if (existsSync(join(path, 'graph.json'))) return readWritten(readJsonLinesFolder, path, options);
      return readTableFolder(path, 'jsonl', labels, { onBadRow, labelsMayBeAbsent, ...cells, ...run });
    case 'tables':
      return readMappedTables(path, { ...options, mayBeAbsent: labelsMayBeAbsent });
    case 'triples':
      if (/\.(nt|ntriples)(\.gz)?$/i.test(path)) return readNTriples(path, { onBadRow, ...run });
      return readTriples(path, { onBadRow, ...run });
    case 'edges':
      return readEdges(path, options);
  }
}

/** A folder that the library wrote says itself what its null texts are. */
function readWritten(read: typeof readCsvFolder, path: string, options: ReadOptions): Promise<ReadData> {
  const { onBadRow, onBadCell, nullTexts, signal, onProgress } = options;
  if (nullTexts) refuseCellOptions({ nullTexts }, 'a folder with graph.json');
  return read(path, { onBadRow, ...(onBadCell ? { onBadCell } : {}), signal, onProgress });
}

/** @throws {HeteroGraphError} INVALID_OPTION where there are options of plain files of edges */
export function refusePlainEdgeOptions(edges: PlainEdgeOptions | undefined, what: string): void {
  const name =
    edges?.hasHeader !== undefined ? 'edges.hasHeader' : edges?.numNodes === undefined ? undefined : 'edges.numNodes';
  if (name === undefined) return;
  throw new HeteroGraphError('INVALID_OPTION', `${name} says nothing about ${what}.`, {
    hint: "Leave it out; it is for files of edges (format: 'edges').",
  });
}

function readEdges(path: string, { onBadRow, edges = {}, signal, onProgress }: ReadOptions): Promise<ReadData> {
  const { hasHeader, numNodes } = edges;
  return readEdgeList(
    { files: path, ...(hasHeader === undefined ? {} : { header: hasHeader }) },
    { onBadRow, signal, onProgress, ...(numNodes === undefined ? {} : { ids: 'index', numNodes: { node: numNodes } }) },
  );
}

function sound(graph: HeteroGraph): ReadData {
  return { graph, numBadRows: 0, badRows: [] };
}

/** The format of files, from names inside a folder or from the ending of a file. */
export function guessFormat(path: string): DataFormat {
  if (isAddress(path)) return 'tables';
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (cause) {
    throw readError(cause, path);
  }
  if (isFolder) {
    const names = new Set(namesIn(path));
    const has = (name: string) => names.has(name);
    if (has('schema.json')) return 'arrow';
    if (has('graph.json'))
      return /"heterograph-json-lines"/.test(readFileSync(join(path, 'graph.json'), 'utf8')) ? 'jsonl' : 'csv';
    if (has('link.dat') || has('link.dat.gz')) return 'hgb';
    const tables = ['nodes', 'edges'].flatMap((name) => (has(name) ? namesIn(join(path, name)) : []));
    if (tables.some((name) => /\.(jsonl|ndjson)(\.gz)?$/i.test(name))) return 'jsonl';
    if (has('nodes') || has('edges')) return 'csv';
    if (has('graph.yaml') || (has('manifest.yaml') && has('db'))) return 'tables';
    if ([...names].some(isTableFile)) return 'tables';
  } else {
    if (/(\.zip|\.ya?ml)$/i.test(path) || isDatabase(path)) return 'tables';
    if (/\.(nt|ntriples)(\.gz)?$/i.test(path)) return 'triples';
    if (/\.(csv|tsv|txt|edges|edgelist)(\.gz)?$/i.test(path)) return 'edges';
  }
  throw new HeteroGraphError('UNKNOWN_FORMAT', 'The format of the files is not recognised.', {
    file: path,
    hint: isFolder
      ? 'Name the format, or put tables such as customers.csv into the folder (.tsv and .jsonl will do, too).'
      : `Name the format: ${dataFormats.join(', ')}. Tables belong into a folder.`,
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw readError(cause, folder);
  }
}
