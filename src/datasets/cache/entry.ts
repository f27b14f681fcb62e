import * as z from 'zod/mini';
import { HeteroGraphError, isHeteroGraphError, nodeModule, type RunOptions } from '../../core/index.js';
import { replaceFolder, sha256Hex, writeDurably } from '../../files/index.js';
import { type HeteroGraph, openGraph, saveGraph } from '../../graph/index.js';
import { arrowFolder } from '../../graph/internal.js';
import { type CacheIdentity, entryName } from './identity.js';

const { existsSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { readdir, readFile, rm, stat } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { join } = nodeModule<typeof import('node:path')>('node:path');

/** Beside the saved graph, so that a folder is trusted only where this library has put that very graph there. */
const ENTRY_FILE = 'entry.json';
const GRAPH_FOLDER = 'graph';
/** Entries of a data set that are kept: files of several roots or versions may be in use by turns. */
const ENTRIES_KEPT = 4;

const entryShape = z.object({
  format: z.literal('heterograph-cache'),
  identity: z.unknown(),
  /** SHA-256 of the graph's manifest, which holds the checksums of all other files. */
  manifest: z.string(),
});

/**
 * The graph of an entry, every byte of it checked; undefined where there is no such entry.
 *
 * @throws {HeteroGraphError} CORRUPT_FILE where it is not what {@link writeEntry} wrote; ABORTED
 */
export async function openEntry(
  folder: string,
  identity: CacheIdentity,
  options: RunOptions,
): Promise<HeteroGraph | undefined> {
  const path = join(folder, entryName(identity));
  if (!existsSync(path)) return undefined;
  try {
    const entry = entryShape.parse(JSON.parse(await readFile(join(path, ENTRY_FILE), 'utf8')));
    if (JSON.stringify(entry.identity) !== JSON.stringify(identity)) throw new Error('It belongs to other files.');
    const graph = join(path, GRAPH_FOLDER);
    if ((await manifestHash(graph)) !== entry.manifest) throw new Error('Its manifest is another one.');
    return await openGraph(graph, { ...options, verify: true });
  } catch (cause) {
    if (isHeteroGraphError(cause) && cause.code === 'ABORTED') throw cause;
    throw new HeteroGraphError('CORRUPT_FILE', 'The parsed graph in the cache is not the one that was put there.', {
      file: path,
      cause,
      hint: 'The files of the data set are parsed again and the entry is replaced; nothing needs to be done.',
    });
  }
}

/**
 * Puts the graph into the cache, whole or not at all, in place of what is there under the same name.
 *
 * @throws {HeteroGraphError} WRITE_FAILED, ABORTED
 */
export async function writeEntry(
  folder: string,
  identity: CacheIdentity,
  graph: HeteroGraph,
  options: RunOptions,
): Promise<void> {
  const path = join(folder, entryName(identity));
  try {
    await replaceFolder(path, 'any', async (temporary) => {
      await saveGraph(graph, join(temporary, GRAPH_FOLDER), options);
      const manifest = await manifestHash(join(temporary, GRAPH_FOLDER));
      const entry = JSON.stringify({ format: 'heterograph-cache', identity, manifest });
      await writeDurably(join(temporary, ENTRY_FILE), entry);
    });
    await prune(folder, identity.dataset);
  } catch (cause) {
    if (isHeteroGraphError(cause) && cause.code === 'ABORTED') throw cause;
    if (await wasPlacedByAnother(folder, identity)) return;
    throw unwritable(folder, cause);
  }
}

export function unwritable(folder: string, cause: unknown): HeteroGraphError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new HeteroGraphError('WRITE_FAILED', `The parsed graph could not be kept: ${reason}`, {
    file: folder,
    cause,
    hint: 'Name a folder that can be written by the option cache or HETEROGRAPH_CACHE, or pass cache: false.',
  });
}

/** Another process may have put the same entry in place between our two renames; then the work is done. */
async function wasPlacedByAnother(folder: string, identity: CacheIdentity): Promise<boolean> {
  try {
    return (await openEntry(folder, identity, {})) !== undefined;
  } catch (error) {
    if (isHeteroGraphError(error) && error.code === 'CORRUPT_FILE') return false;
    throw error;
  }
}

async function manifestHash(graph: string): Promise<string> {
  return sha256Hex(await readFile(join(graph, arrowFolder.manifest)));
}

/** Removes the oldest entries of a data set, those of files that have since been replaced. */
async function prune(folder: string, dataset: string): Promise<void> {
  const pattern = /^-[0-9a-f]{20}$/;
  const names = (await readdir(folder)).filter((n) => n.startsWith(dataset) && pattern.test(n.slice(dataset.length)));
  if (names.length <= ENTRIES_KEPT) return;
  const ages: { path: string; written: number }[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      // Another process prunes too.
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (found) ages.push({ path, written: found.mtimeMs });
  }
  ages.sort((a, b) => b.written - a.written);
  for (const { path } of ages.slice(ENTRIES_KEPT)) await rm(path, { recursive: true, force: true });
}
