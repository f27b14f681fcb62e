import { RecordBatchFileWriter, type Table } from 'apache-arrow';
import { expectArgument, nodeModule, throwIfAborted } from '../../../core/index.js';
import type { StoredFile } from '../../../files/index.js';
import { canonicalColumn } from '../../columns/canonical.js';
import { chunk } from '../../columns/read.js';
import { makeTable } from '../../columns/table.js';
import { expectGraph } from '../../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import { type ColumnSchema, canonicalSchema, END_COLUMNS } from '../../schema/schema.js';
import { arrowFolder, type StoredTable, type WriteOptions, writeGraphFolder } from '../graph-folders.js';
import { offsetsTable } from './stored-offsets.js';

const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto');
const { open } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { join } = nodeModule<typeof import('node:path')>('node:path');

/** From this many edges on, row offsets are stored; below, counting is as fast as reading. */
const OFFSETS_FROM_EDGES = 2 ** 16;

/**
 * Writes the graph as a folder: `schema.json` and one Arrow IPC file per type, and for large edge types the row offsets
 * of both adjacencies. Everything goes to a hidden sibling folder first, which is renamed when complete and on disk: the
 * target never holds half a graph. Equal graphs give equal bytes.
 *
 * @throws {HeteroGraphError} TARGET_EXISTS, NOT_OURS, WRITE_FAILED, ABORTED
 */
export async function saveGraph(graph: HeteroGraph, folder: string, options: WriteOptions = {}): Promise<void> {
  expectArgument(options, 'object', 'options');
  expectGraph(graph);
  const { signal, onProgress } = options;
  throwIfAborted(signal);
  const total = graph.nodeTypes.length + graph.edgeTypes.length;
  let done = 0;
  const step = () => onProgress?.({ stage: 'save', done: ++done, total, unit: 'tables' });
  await writeGraphFolder(folder, arrowFolder, options, async (temporary) => {
    const write = async (file: string, table: Table): Promise<StoredFile> => {
      throwIfAborted(signal);
      return { file, ...(await writeArrow(join(temporary, file), table)) };
    };
    const nodes: StoredTable[] = [];
    for (const [i, { name, columns }] of graph.schema.nodes.entries()) {
      const table = canonicalTable(columns, graph.nodeTable(name));
      nodes.push({ ...(await write(`nodes-${i}.arrow`, table)), numRows: table.numRows });
      step();
    }
    const edges: (StoredTable & { offsets?: StoredFile })[] = [];
    for (const [i, { type, columns }] of graph.schema.edges.entries()) {
      const table = canonicalTable([...END_COLUMNS, ...columns], graph.edgeTable(type));
      const stored = { ...(await write(`edges-${i}.arrow`, table)), numRows: table.numRows };
      if (table.numRows >= OFFSETS_FROM_EDGES) {
        const offsets = offsetsTable({ out: graph.rowOffsets(type, 'out'), in: graph.rowOffsets(type, 'in') });
        edges.push({ ...stored, offsets: await write(`edges-${i}.offsets.arrow`, offsets) });
      } else edges.push(stored);
      step();
    }
    return { schema: canonicalSchema(graph.schema), nodes, edges };
  });
}

function canonicalTable(columns: readonly ColumnSchema[], table: Table): Table {
  const children = columns.map((column, i) => canonicalColumn(column, chunk(table.getChildAt(i)!)));
  return makeTable(columns, children, table.numRows);
}

/** Streams buffers to the file as they are, so that a table is never in memory twice. */
async function writeArrow(path: string, table: Table): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = await open(path, 'wx');
  try {
    for await (const part of RecordBatchFileWriter.writeAll(table)) {
      hash.update(part);
      let at = 0;
      while (at < part.length) at += (await handle.write(part, at, Math.min(2 ** 30, part.length - at))).bytesWritten;
      bytes += part.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}
