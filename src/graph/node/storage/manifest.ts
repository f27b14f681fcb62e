import { HeteroGraphError, nodeModule } from '../../../core/index.js';
import { checkSchema } from '../../schema/schema-check.js';
import { FORMAT_VERSION, MANIFEST_FILE, type Manifest, manifestShape, type StoredEdges } from './format.js';

const { readFile } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { join } = nodeModule<typeof import('node:path')>('node:path');

/**
 * Reads and checks `schema.json`.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION, CORRUPT_FILE, INVALID_SCHEMA
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST_FILE);
  const json = await readJson(folder, path);
  const header = json as { format?: unknown; formatVersion?: unknown } | null;
  if (typeof header !== 'object' || header?.format !== 'heterograph') throw notAGraph(folder);
  if (!Number.isInteger(header.formatVersion) || (header.formatVersion as number) < 1) {
    throw corrupt(path, 'it states no format version');
  }
  const formatVersion = header.formatVersion as number;
  if (formatVersion > FORMAT_VERSION) {
    throw new HeteroGraphError('UNSUPPORTED_FORMAT_VERSION', `The folder has format ${formatVersion}.`, {
      file: path,
      hint: `This release reads formats up to ${FORMAT_VERSION}: upgrade heterograph.`,
    });
  }
  const parsed = manifestShape.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw corrupt(path, `at ${issue!.path.join('.') || 'its root'}, ${issue!.message}`, parsed.error);
  }
  const schema = checkSchema(parsed.data.schema);
  const { nodes, edges } = parsed.data;
  if (nodes.length !== schema.nodes.length || edges.length !== schema.edges.length) {
    throw corrupt(path, 'it lists another number of files than of types');
  }
  return { format: 'heterograph', formatVersion, schema, nodes, edges: edges as readonly StoredEdges[] };
}

async function readJson(folder: string, path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw notAGraph(folder, cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw corrupt(path, 'it is no JSON', cause);
  }
}

function notAGraph(folder: string, cause?: unknown): HeteroGraphError {
  return new HeteroGraphError('FILE_NOT_FOUND', `There is no graph: ${MANIFEST_FILE} is absent or another one.`, {
    file: folder,
    hint: 'Name a folder that saveGraph wrote.',
    cause,
  });
}

export function corrupt(path: string, why: string, cause?: unknown): HeteroGraphError {
  return new HeteroGraphError('CORRUPT_FILE', `The file cannot be used: ${why}.`, {
    file: path,
    hint: 'Save the graph again, or fetch the folder again.',
    cause,
  });
}
