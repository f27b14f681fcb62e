import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RecordBatchFileWriter, type Table } from 'apache-arrow';
import { HeteroGraphError, type RunOptions, throwIfAborted } from '../../core/index.js';
import type { HeteroGraph } from '../hetero-graph.js';
import { formatVersion, type Manifest } from './format.js';

export interface SaveOptions extends RunOptions {
  /** Replace a folder that is there; default: refuse. */
  overwrite?: boolean;
}

/**
 * Writes the graph as a folder: `schema.json` and one Arrow IPC file a type. Everything goes to a sibling folder first, which
 * is renamed when complete. Equal graphs give equal bytes.
 *
 * @throws {HeteroGraphError} TARGET_EXISTS, ABORTED
 */
export async function saveGraph(graph: HeteroGraph, folder: string, options: SaveOptions = {}): Promise<void> {
  const { signal, onProgress, overwrite = false } = options;
  const target = resolve(folder);
  if (existsSync(target) && !overwrite) {
    throw new HeteroGraphError('TARGET_EXISTS', 'There is something at the target already.', {
      file: folder,
      hint: 'Choose another folder or pass overwrite: true.',
    });
  }
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  await mkdir(temporary, { recursive: true });
  try {
    const total = graph.nodeTypes.length + graph.edgeTypes.length;
    let done = 0;
    const write = async (name: string, table: Table) => {
      throwIfAborted(signal);
      const bytes = await RecordBatchFileWriter.writeAll(table).toUint8Array();
      await writeSynced(join(temporary, name), bytes);
      onProgress?.({ stage: 'save', done: ++done, total, unit: 'files' });
      return { file: name, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
    };
    const manifest: Manifest = { format: 'heterograph', formatVersion, schema: graph.schema, nodes: [], edges: [] };
    for (const [i, type] of graph.nodeTypes.entries())
      manifest.nodes.push(await write(`nodes-${i}.arrow`, graph.nodeTable(type)));
    for (const [i, type] of graph.edgeTypes.entries())
      manifest.edges.push(await write(`edges-${i}.arrow`, graph.edgeTable(type)));
    await writeSynced(
      join(temporary, 'schema.json'),
      new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`),
    );
    if (overwrite) await rm(target, { recursive: true, force: true });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
