import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Table, tableFromIPC } from 'apache-arrow';
import { HeteroGraphError } from '../../core/index.js';
import { makeTableOf } from '../builder.js';
import { HeteroGraph } from '../hetero-graph.js';
import { edgeTypeKey, type GraphSchema } from '../schema.js';
import { checkSchema } from '../schema-check.js';
import { formatVersion, type Manifest, manifestSchema } from './format.js';

export interface OpenOptions {
  /** Compare every file with its checksum; default false, since that reads every byte. */
  verify?: boolean;
}

/**
 * Opens a folder written by `saveGraph`. Columns are views of the files' bytes: nothing is parsed or copied.
 *
 * @throws {HeteroGraphError} NOT_A_GRAPH_FOLDER, UNSUPPORTED_FORMAT_VERSION, CORRUPT_FILE, CHECKSUM_MISMATCH
 */
export async function openGraph(folder: string, { verify = false }: OpenOptions = {}): Promise<HeteroGraph> {
  const manifest = await readManifest(folder);
  const { schema } = manifest;
  checkSchema(schema);
  if (schema.nodes.length !== manifest.nodes.length || schema.edges.length !== manifest.edges.length) {
    throw corrupt(folder, 'schema.json', 'it lists another number of files than types');
  }
  const read = (part: Manifest['nodes'][number], columns: readonly string[]) =>
    readTable(folder, part, columns, verify);
  const nodes = await Promise.all(
    schema.nodes.map(
      async (node, i) =>
        [
          node.name,
          await read(
            manifest.nodes[i]!,
            node.columns.map((c) => c.name),
          ),
        ] as const,
    ),
  );
  const edges = await Promise.all(
    schema.edges.map(async (edge, i) => {
      const columns = ['source', 'target', ...edge.columns.map((c) => c.name)];
      return [edgeTypeKey(edge.type), await read(manifest.edges[i]!, columns)] as const;
    }),
  );
  return new HeteroGraph(schema as GraphSchema, { nodes: new Map(nodes), edges: new Map(edges) });
}

async function readManifest(folder: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(join(folder, 'schema.json'), 'utf8');
  } catch (cause) {
    throw new HeteroGraphError('NOT_A_GRAPH_FOLDER', 'The folder has no readable schema.json.', {
      file: folder,
      hint: 'Name a folder that saveGraph wrote.',
      cause,
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw corrupt(folder, 'schema.json', 'it is no JSON', cause);
  }
  const result = manifestSchema.safeParse(json);
  if (!result.success) throw corrupt(folder, 'schema.json', result.error.issues[0]!.message, result.error);
  if (result.data.formatVersion > formatVersion) {
    throw new HeteroGraphError('UNSUPPORTED_FORMAT_VERSION', `The folder has format ${result.data.formatVersion}.`, {
      file: folder,
      hint: `This release reads formats up to ${formatVersion}: upgrade heterograph.`,
    });
  }
  return result.data;
}

async function readTable(
  folder: string,
  part: Manifest['nodes'][number],
  columns: readonly string[],
  verify: boolean,
): Promise<Table> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(folder, part.file));
  } catch (cause) {
    throw corrupt(folder, part.file, 'it cannot be read', cause);
  }
  if (bytes.length !== part.bytes)
    throw corrupt(folder, part.file, `it has ${bytes.length} bytes instead of ${part.bytes}`);
  if (verify && createHash('sha256').update(bytes).digest('hex') !== part.sha256) {
    throw new HeteroGraphError('CHECKSUM_MISMATCH', 'The file is not the one that was saved.', {
      file: join(folder, part.file),
    });
  }
  try {
    const table = tableFromIPC(bytes);
    if (columns.some((name, i) => table.schema.fields[i]?.name !== name))
      throw new Error('the columns are not those of the schema');
    return table.batches.length === 0
      ? makeTableOf(
          columns.map((name, i) => [name, table.getChildAt(i)!] as const),
          0,
        )
      : table;
  } catch (cause) {
    throw corrupt(folder, part.file, cause instanceof Error ? cause.message : 'it is no Arrow file', cause);
  }
}

function corrupt(folder: string, file: string, why: string, cause?: unknown): HeteroGraphError {
  return new HeteroGraphError('CORRUPT_FILE', `The file cannot be used: ${why}.`, {
    file: join(folder, file),
    hint: 'Save the graph again.',
    cause,
  });
}
