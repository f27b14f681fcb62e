import { type ErrorCode, HeteroGraphError, isHeteroGraphError, nodeModule, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { DatasetDefinition } from '../base/definition.js';
import type { Dataset, LoadOptions } from '../base/types.js';
import { openEntry, unwritable, writeEntry } from './entry.js';
import { defaultCacheFolder } from './folder.js';
import { type CacheIdentity, identityOf, sameIdentity } from './identity.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

type Loaded = Pick<Dataset, 'graph' | 'source' | 'cacheProblem'>;

/**
 * The graph from the cache where it holds one of these very files, else parsed and put there. Trouble with the cache is
 * answered, never thrown.
 *
 * @throws {HeteroGraphError} what `parse` throws; ABORTED
 */
export async function loadThroughCache(
  { info, readerVersion }: DatasetDefinition,
  paths: ReadonlyMap<string, string>,
  parse: () => Promise<HeteroGraph>,
  options: LoadOptions,
): Promise<Loaded> {
  const reader = { dataset: info.name, readerVersion, verified: options.verify !== false };
  const identity = await identityOf(reader, paths);
  let folder: string;
  try {
    folder = join(options.cache || defaultCacheFolder(), 'datasets');
  } catch (cause) {
    // A user without home folder.
    return { graph: await parse(), source: 'files', cacheProblem: unwritable('', cause) };
  }
  const opened = await problemOf(() => openEntry(folder, identity, options));
  if (opened.value) return { graph: opened.value, source: 'cache' };
  const graph = await parse();
  const after = await identityOf(reader, paths);
  const written = await problemOf(() => keep(folder, identity, after, graph, options));
  const cacheProblem = written.problem ?? opened.problem;
  return { graph, source: 'files', ...(cacheProblem ? { cacheProblem } : {}) };
}

async function keep(
  folder: string,
  before: CacheIdentity,
  after: CacheIdentity,
  graph: HeteroGraph,
  options: RunOptions,
): Promise<void> {
  if (sameIdentity(before, after)) return writeEntry(folder, before, graph, options);
  throw new HeteroGraphError('CACHE_SKIPPED', 'The files of the data set changed while they were read.', {
    hint: 'Load the data set again.',
  });
}

const cacheCodes: ReadonlySet<ErrorCode> = new Set(['CORRUPT_FILE', 'WRITE_FAILED', 'CACHE_SKIPPED']);

async function problemOf<T>(run: () => Promise<T>): Promise<{ value?: T; problem?: HeteroGraphError }> {
  try {
    return { value: await run() };
  } catch (error) {
    if (!isHeteroGraphError(error) || !cacheCodes.has(error.code)) throw error;
    return { problem: error };
  }
}
