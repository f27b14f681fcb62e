import * as z from 'zod/mini';
import { getPool } from '../../compute/index.js';
import { HeteroGraphError, nodeModule, type RunOptions, throwIfAborted } from '../../core/index.js';
import {
  isAbsent,
  makeTemporary,
  moveIntoPlace,
  removeStale,
  removeTemporary,
  writeDurably,
} from '../../files/index.js';
import { tensorBytes } from '../../schedule/index.js';
import type { FeatureGroup, GroupValues } from './feature-group.js';
import { GroupFile } from './group-file.js';

const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto');
const { mkdir, open, readdir, readFile, rm, stat, utimes } =
  nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { endianness } = nodeModule<typeof import('node:os')>('node:os');
const { join } = nodeModule<typeof import('node:path')>('node:path');

const FORMAT = 'heterograph-propagated-features';
const VERSION = 1;
const CHUNK_BYTES = 1 << 23;
const STALE_MS = 24 * 3600 * 1000;

const count = z.int().check(z.nonnegative());
const group = z.object({
  name: z.string(),
  relation: z.string(),
  parity: z.enum(['odd', 'even', 'label']),
  hops: count,
  width: count,
  sha256: z.string(),
});
const manifest = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  numRows: count,
  groups: z.array(group),
});

/**
 * The stored groups of a key, checked against their SHA-256: read into the arena, or left in their files where they are more than
 * `memoryBytes`; undefined where there are none.
 *
 * @throws {HeteroGraphError} CORRUPT_FILE naming the file; OUT_OF_MEMORY, ABORTED
 */
export async function readFeatures(
  folder: string,
  key: string,
  numRows: number,
  options: RunOptions,
  memoryBytes = Number.POSITIVE_INFINITY,
): Promise<FeatureGroup<GroupValues>[] | undefined> {
  const path = join(folder, key);
  let text: string;
  try {
    text = await readFile(join(path, 'manifest.json'), 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw damaged(join(path, 'manifest.json'), error);
  }
  const found = parse(text, join(path, 'manifest.json'));
  if (found.numRows !== numRows) throw damaged(join(path, 'manifest.json'), found.numRows);
  const lengthOf = ({ hops, width }: { hops: number; width: number }) => numRows * hops * width;
  const staysInFiles =
    found.groups.reduce((sum, each) => sum + tensorBytes({ length: lengthOf(each) }), 0) > memoryBytes;
  const groups: FeatureGroup<GroupValues>[] = [];
  try {
    for (const [g, { sha256, ...rest }] of found.groups.entries()) {
      const file = fileOf(path, g);
      const length = lengthOf(rest);
      const values = staysInFiles ? GroupFile.open(file, length) : getPool().arena.allocFloat32(length);
      groups.push({ ...rest, values });
      await checkGroup(file, length * 4, values instanceof GroupFile ? undefined : values, sha256, options);
      const progress = { stage: 'read propagated features', done: g + 1, total: found.groups.length, unit: 'groups' };
      options.onProgress?.(progress);
    }
  } catch (error) {
    disposeGroups(groups);
    throw error;
  }
  const now = new Date();
  await utimes(path, now, now);
  return groups;
}

/** Frees the memory of groups, or closes their files. */
export function disposeGroups(groups: readonly Pick<FeatureGroup<GroupValues>, 'values'>[]): void {
  for (const { values } of groups) {
    if (values instanceof GroupFile) values.dispose();
    else getPool().arena.free(values);
  }
}

/**
 * Stores groups under a key, whole or not at all, and removes those used longest ago until `limit` bytes are kept.
 *
 * @throws {HeteroGraphError} WRITE_FAILED with the cause, such as a full disk; ABORTED
 */
export async function writeFeatures(
  folder: string,
  key: string,
  numRows: number,
  groups: readonly FeatureGroup[],
  limit: number,
  options: RunOptions,
): Promise<void> {
  const entry = await FeatureEntry.begin(
    folder,
    key,
    groups.reduce((sum, { values }) => sum + values.byteLength, 0),
    limit,
  );
  await entry?.commit(numRows, groups, options);
}

/** A group and, where it is in its file already, its SHA-256. */
interface Written extends FeatureGroup<GroupValues> {
  readonly sha256?: string;
}

/** An entry of the store in the making. */
export class FeatureEntry {
  readonly #path: string;
  readonly #temporary: string;

  /**
   * Makes room and a temporary folder; undefined where so many bytes are more than the store's limit.
   *
   * @throws {HeteroGraphError} WRITE_FAILED
   */
  static async begin(folder: string, key: string, bytes: number, limit: number): Promise<FeatureEntry | undefined> {
    if (bytes > limit) return undefined;
    const path = join(folder, key);
    try {
      await mkdir(folder, { recursive: true });
      await removeStale(path);
      await prune(folder, limit - bytes);
      return new FeatureEntry(path, await makeTemporary(path));
    } catch (cause) {
      throw notStored(path, cause);
    }
  }

  private constructor(path: string, temporary: string) {
    this.#path = path;
    this.#temporary = temporary;
  }

  /** Where group g is to be written. */
  fileOf(g: number): string {
    return fileOf(this.#temporary, g);
  }

  /** Writes what is not written yet, and gives the folder its name. @throws {HeteroGraphError} WRITE_FAILED, ABORTED */
  async commit(numRows: number, groups: readonly Written[], options: RunOptions): Promise<void> {
    try {
      const described = [];
      for (const [g, { values, sha256, ...rest }] of groups.entries()) {
        if (values instanceof GroupFile) {
          values.flush();
          described.push({ ...rest, sha256: sha256 ?? (await hashOf(values, options)) });
        } else described.push({ ...rest, sha256: await writeGroup(this.fileOf(g), values, options) });
      }
      const text = JSON.stringify({ format: FORMAT, version: VERSION, numRows, groups: described });
      await writeDurably(join(this.#temporary, 'manifest.json'), `${text}\n`);
      await moveIntoPlace(this.#temporary, this.#path);
    } catch (cause) {
      await this.discard();
      if (options.signal?.aborted) throw cause;
      throw notStored(this.#path, cause);
    }
  }

  async discard(): Promise<void> {
    await removeTemporary(this.#temporary);
  }
}

function notStored(file: string, cause: unknown): HeteroGraphError {
  return new HeteroGraphError('WRITE_FAILED', 'The propagated features could not be stored.', {
    file,
    hint: 'See to space and permissions, or leave `store` out.',
    cause,
  });
}

/** Removes the entries used longest ago until `limit` bytes are left, and what killed processes left half-written. */
async function prune(folder: string, limit: number): Promise<void> {
  const entries: { path: string; bytes: number; used: number }[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (name.endsWith('.tmp')) {
      if (Date.now() - mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
      continue;
    }
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const sizes = await Promise.all((await readdir(path)).map(async (file) => (await stat(join(path, file))).size));
    entries.push({ path, bytes: sizes.reduce((sum, size) => sum + size, 0), used: mtimeMs });
  }
  let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes } of entries.sort((a, b) => a.used - b.used)) {
    if (total <= limit) break;
    await rm(path, { recursive: true, force: true });
    total -= bytes;
  }
}

function parse(text: string, file: string): z.infer<typeof manifest> {
  try {
    return manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(file, cause);
  }
}

function damaged(file: string, cause: unknown): HeteroGraphError {
  return new HeteroGraphError('CORRUPT_FILE', 'Stored features are damaged.', {
    file,
    hint: 'Remove the folder; it is made again.',
    cause,
  });
}

function fileOf(path: string, index: number): string {
  return join(path, `group-${index}.f32`);
}

/** SHA-256, in hex, of a file as it is. */
async function hashOf({ path }: GroupFile, { signal }: RunOptions): Promise<string> {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const file = await open(path);
  try {
    for (let at = 0; ; ) {
      throwIfAborted(signal);
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, at);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(chunk.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** Reads a file against its size and SHA-256, into values where there are any. */
async function checkGroup(
  path: string,
  bytes: number,
  values: Float32Array | undefined,
  sha256: string,
  { signal }: RunOptions,
): Promise<void> {
  const target = values && new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let at = 0;
  try {
    const file = await open(path);
    try {
      for (let bytesRead = -1; bytesRead !== 0; at += bytesRead) {
        throwIfAborted(signal);
        ({ bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, at));
        if (at + bytesRead > bytes) throw new RangeError('The file is too long.');
        const part = chunk.subarray(0, bytesRead);
        hash.update(part);
        target?.set(endianness() === 'LE' ? part : Buffer.from(part).swap32(), at);
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw damaged(path, cause);
  }
  if (at !== bytes || hash.digest('hex') !== sha256) throw damaged(path, at);
}

/** Writes a copy of the values chunk by chunk and returns its SHA-256. */
async function writeGroup(path: string, values: Float32Array, { signal }: RunOptions): Promise<string> {
  const source = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  try {
    for (let at = 0; at < source.length; at += CHUNK_BYTES) {
      throwIfAborted(signal);
      const chunk = Buffer.from(source.slice(at, at + CHUNK_BYTES));
      if (endianness() !== 'LE') chunk.swap32();
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}
