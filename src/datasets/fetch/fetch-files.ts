import { HeteroGraphError, nodeModule, type RunOptions } from '../../core/index.js';
import { replaceFile, writeError } from '../../files/index.js';
import { readBytes } from '../../graph/internal.js';
import { findFile } from '../base/locate.js';
import type { DatasetInfo } from '../base/types.js';
import { unzip } from '../numpy/zip.js';
import { download } from './download.js';
import type { Download } from './sources.js';
import { untar } from './tar.js';

const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto');
const { mkdir } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { basename, join } = nodeModule<typeof import('node:path')>('node:path');
const { gunzipSync } = nodeModule<typeof import('node:zlib')>('node:zlib');

/** Bytes of an unpacked archive at most. */
const MOST_BYTES = 2 ** 30;

/** What was fetched. */
export interface FetchedDataset {
  readonly folder: string;
  /** Files that were written. */
  readonly written: readonly string[];
  /** Files that were there already, and are the published ones. */
  readonly kept: readonly string[];
}

/** What is downloaded into which folder. */
export interface FetchPlan {
  readonly folder: string;
  readonly server: string;
  readonly downloads: readonly Download[];
}

/**
 * Downloads what is missing in a folder; what is there is never replaced.
 *
 * @throws {HeteroGraphError} FETCH_FAILED, saying what to put where by hand; DATASET_CHECKSUM; NOT_OURS where another file has the place of one;
 *   CORRUPT_FILE, TOO_LARGE; WRITE_FAILED; ABORTED
 */
export async function fetchFiles(
  { checksums, source }: Pick<DatasetInfo, 'checksums' | 'source'>,
  { folder, server, downloads }: FetchPlan,
  run: RunOptions,
): Promise<FetchedDataset> {
  const kept: string[] = [];
  for (const file of downloads.flatMap(({ files }) => files)) {
    const path = findFile(join(folder, file));
    if (path === undefined) continue;
    if ((await sumOf(path, run)) !== checksums[file]) throw notOurs(path, source);
    kept.push(file);
  }
  const absent = downloads.flatMap(({ files }) => files).filter((file) => !kept.includes(file));
  const written: string[] = [];
  for (const { path, form, files } of downloads) {
    const missing = files.filter((file) => !kept.includes(file));
    if (missing.length === 0) continue;
    const url = `${server.replace(/\/+$/, '')}/${path}`;
    const hint = form === 'plain' ? plainByHand(url, absent, folder) : archiveByHand(url, files, folder);
    const bytes = await download(url, hint, run);
    const contents = unpacked(bytes, form, url, missing);
    for (const [file, content] of contents) check(file, await sumOf(content, run), checksums[file]!, url);
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
      throw writeError(cause, folder, 'the folder');
    });
    for (const [file, content] of contents) {
      await replaceFile(join(folder, file), content).catch((cause: unknown) => {
        throw writeError(cause, join(folder, file));
      });
      written.push(file);
    }
  }
  return { folder, written, kept };
}

/** SHA-256 of the unpacked contents, in hex. */
async function sumOf(source: string | Uint8Array, run: RunOptions): Promise<string> {
  const hash = createHash('sha256');
  if (typeof source !== 'string') return hash.update(source).digest('hex');
  for await (const bytes of readBytes(source, run)) hash.update(bytes);
  return hash.digest('hex');
}

function unpacked(
  bytes: Uint8Array,
  form: Download['form'],
  url: string,
  files: readonly string[],
): readonly (readonly [string, Uint8Array])[] {
  if (form === 'plain') return [[files[0]!, bytes]];
  const all = form === 'zip' ? unzip(bytes, url) : untar(gunzip(bytes, url), url);
  return files.map((file) => {
    const found = [...all].filter(([name]) => basename(name) === file && !/(^|\/)(__MACOSX\/|\.)/.test(name));
    if (found.length === 1) return [file, found[0]![1]];
    throw new HeteroGraphError('CORRUPT_FILE', `The archive holds ${found.length} files called ${file}.`, {
      file: url,
      hint: 'The source has changed: look for the file there, and put it into the folder by hand.',
    });
  });
}

function gunzip(bytes: Uint8Array, file: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (cause) {
    throw new HeteroGraphError('CORRUPT_FILE', 'It is no gzip file.', { file, hint: 'Fetch it again.', cause });
  }
}

function check(file: string, found: string, expected: string, url: string): void {
  if (found === expected) return;
  throw new HeteroGraphError(
    'DATASET_CHECKSUM',
    `${file} is not the file that the data set was published with: the SHA-256 of its contents is ${found} instead of ${expected}. Nothing of this download was written.`,
    {
      file: url,
      hint: 'The source has changed, or something on the way answers in its place: look at the address in a browser.',
    },
  );
}

function notOurs(file: string, source: string): HeteroGraphError {
  return new HeteroGraphError('NOT_OURS', 'A file that is there is not the published one, and it is kept.', {
    file,
    hint: `Move it away and fetch again; the published one comes from ${source}.`,
  });
}

/** What to do without a network: all files of a folder at once. */
function plainByHand(url: string, files: readonly string[], folder: string): string {
  return `Where there is a network, download ${files.join(', ')} from ${url.replace(/[^/]*$/, '')}, and put them into ${folder}.`;
}

function archiveByHand(url: string, files: readonly string[], folder: string): string {
  return `Where there is a network, download ${url}, unpack it, and put ${files.join(', ')} into ${folder}.`;
}
