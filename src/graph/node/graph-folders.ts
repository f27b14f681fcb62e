import * as z from 'zod/mini';
import { HeteroGraphError, nodeModule, option, type RunOptions } from '../../core/index.js';
import { checkPath, corrupt, type FolderFormat, readManifest, storedFile, writeFolder } from '../../files/index.js';
import type { GraphSchema } from '../schema/schema.js';
import { checkSchema } from '../schema/schema-check.js';

const { join, resolve } = nodeModule<typeof import('node:path')>('node:path');

export interface WriteOptions extends RunOptions {
  /**
   * Replace a graph folder that is there, of any format; default false: refuse. Other folders, and folders with files that
   * are not part of the graph, are never replaced.
   */
  readonly overwrite?: boolean;
}

const numRows = option.countFrom(0).check(z.maximum(2 ** 31 - 1));
const arrowTable = z.extend(storedFile, { numRows });
const textTable = z.object({ file: storedFile.shape.file, numRows, nullText: z.optional(z.string()) });

export type StoredTable = z.infer<typeof arrowTable>;
export type TextFile = z.infer<typeof textTable>;

/** Content of a graph folder's manifest; `nodes` and `edges` list one file per type, in the schema's order. */
interface Content<N, E = N, S = unknown> {
  readonly schema: S;
  readonly nodes: readonly N[];
  readonly edges: readonly E[];
}

function graphFormat<N, E>(
  manifest: string,
  format: string,
  version: number,
  node: z.ZodMiniType<N>,
  edge: z.ZodMiniType<E>,
): FolderFormat<Content<N, E>> {
  return {
    ...{ manifest, format, version },
    content: z.object({ schema: z.unknown(), nodes: z.array(node), edges: z.array(edge) }),
    what: 'graph',
    absentHint: 'Name a folder that a graph was saved to.',
    corruptHint: 'Save the graph again, or fetch the folder again.',
  };
}

/** What `saveGraph` writes. `offsets` are those of both adjacencies, so that degrees need no pass over the edges. */
export const arrowFolder = graphFormat(
  'schema.json',
  'heterograph',
  2,
  arrowTable,
  z.extend(arrowTable, { offsets: z.optional(storedFile) }),
);
export const csvFolder = graphFormat('graph.json', 'heterograph-csv', 2, textTable, textTable);
export const jsonLinesFolder = graphFormat('graph.json', 'heterograph-json-lines', 2, textTable, textTable);

const graphFolders = [arrowFolder, csvFolder, jsonLinesFolder];

/**
 * Writes a graph folder, whole or not at all: `write` fills the folder that it is given and lists the files.
 *
 * @throws {HeteroGraphError} TARGET_EXISTS, NOT_OURS, WRITE_FAILED; what `write` throws
 */
export async function writeGraphFolder<N, E>(
  folder: string,
  format: FolderFormat<Content<N, E>>,
  { overwrite = false }: WriteOptions,
  write: (temporary: string) => Promise<Content<N, E, GraphSchema>>,
): Promise<void> {
  checkPath(folder);
  await writeFolder(resolve(folder), format, write, overwrite ? graphFolders : []);
}

/**
 * Reads and checks the manifest of a graph folder.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION, CORRUPT_FILE, INVALID_SCHEMA
 */
export async function readGraphManifest<N, E>(
  folder: string,
  format: FolderFormat<Content<N, E>>,
): Promise<Content<N, E, GraphSchema>> {
  const { schema: found, nodes, edges } = await readManifest(folder, format);
  const file = join(folder, format.manifest);
  let schema: GraphSchema;
  try {
    schema = checkSchema(found);
  } catch (error) {
    if (error instanceof HeteroGraphError) Object.assign(error.location, { file, row: 1 });
    throw error;
  }
  if (nodes.length !== schema.nodes.length || edges.length !== schema.edges.length) {
    throw corrupt(format, file, 'It lists another number of files than of types.');
  }
  return { schema, nodes, edges };
}
