import type { Table } from 'apache-arrow';
import { expectArgument, nodeModule, type RunOptions, throwIfAborted } from '../../../core/index.js';
import { checkPath, type StoredFile } from '../../../files/index.js';
import type { Direction, TableSource } from '../../hetero-graph/graph-store.js';
import { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import { type ColumnSchema, END_COLUMNS, edgeTypeKey } from '../../schema/schema.js';
import { arrowFolder, readGraphManifest } from '../graph-folders.js';
import { StoredBytes } from './stored-bytes.js';
import { readOffsets } from './stored-offsets.js';
import { checkEnds, checkNumRows, tableOf } from './stored-table.js';

const { resolve } = nodeModule<typeof import('node:path')>('node:path');

export interface OpenOptions extends RunOptions {
  /**
   * When checksums are compared: `'use'` (default) when a table is first used, so that what is never used costs
   * nothing; true for all files now; false never.
   */
  readonly verify?: boolean | 'use';
}

/**
 * Opens a folder that `saveGraph` wrote. Files are read into shared memory as they are, and columns are views of that:
 * nothing is parsed or copied. The folder is not needed any more afterwards. Whatever `verify` says, a table is checked before its
 * first use: types, lengths and offsets, nulls, ends of edges, indices of sparse rows and labels.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION, INVALID_SCHEMA, CORRUPT_FILE, ABORTED;
 * CORRUPT_FILE also when a table is first used
 * @remarks time of reading the bytes; memory: the bytes
 */
export async function openGraph(folder: string, options: OpenOptions = {}): Promise<HeteroGraph> {
  expectArgument(options, 'object', 'options');
  const { signal, onProgress, verify = 'use' } = options;
  checkPath(folder);
  const root = resolve(folder);
  const { schema, ...files } = await readGraphManifest(root, arrowFolder);
  const stored: StoredFile[] = [...files.nodes, ...files.edges.flatMap((e) => (e.offsets ? [e, e.offsets] : [e]))];
  const total = stored.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const read = async (file: StoredFile): Promise<StoredBytes> => {
    throwIfAborted(signal);
    const bytes = await StoredBytes.read(root, file);
    if (verify === true) bytes.verify();
    done += file.bytes;
    onProgress?.({ stage: 'open', done, total, unit: 'bytes' });
    return bytes;
  };
  const nodes = new Map<string, TableSource>();
  for (const [i, { name, columns }] of schema.nodes.entries()) {
    const file = files.nodes[i]!;
    nodes.set(name, lazyTable(await read(file), columns, file.numRows, verify !== false));
  }
  const edges = new Map<string, TableSource>();
  const offsets = new Map<string, { file: string; at(direction: Direction): Int32Array }>();
  for (const [i, { type, columns }] of schema.edges.entries()) {
    const file = files.edges[i]!;
    const key = edgeTypeKey(type);
    const ends = [nodes.get(type[0])!.numRows, nodes.get(type[2])!.numRows] as const;
    edges.set(key, lazyTable(await read(file), [...END_COLUMNS, ...columns], file.numRows, verify !== false, ends));
    if (!file.offsets) continue;
    const bytes = await read(file.offsets);
    const at = (direction: Direction) => {
      if (verify !== false) bytes.verify();
      return readOffsets(bytes.path, bytes.view(), direction, ends[direction === 'out' ? 0 : 1], file.numRows);
    };
    offsets.set(key, { file: bytes.path, at });
  }
  return new HeteroGraph(schema, {
    ...{ nodes, edges },
    offsets: (key, direction) => offsets.get(key)?.at(direction),
    offsetsFile: (key) => offsets.get(key)?.file,
  });
}

function lazyTable(
  bytes: StoredBytes,
  columns: readonly ColumnSchema[],
  numRows: number,
  verify: boolean,
  ends?: readonly [number, number],
): TableSource {
  checkNumRows(bytes.path, bytes.view(), numRows);
  let table: Table | undefined;
  return {
    numRows,
    table: () => {
      if (!table) {
        if (verify) bytes.verify();
        const found = tableOf(bytes.path, bytes.view(), columns, numRows);
        for (const [i, numNodes] of (ends ?? []).entries())
          checkEnds(bytes.path, found, END_COLUMNS[i]!.name, numNodes);
        table = found;
      }
      return table;
    },
  };
}
