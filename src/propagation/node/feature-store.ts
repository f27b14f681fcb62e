import * as z from 'zod/mini';
import { getPool } from '../../compute/index.js';
import { HeteroGraphError, nodeModule, option, type RunOptions, throwIfAborted } from '../../core/index.js';
import {
  corrupt,
  type FolderFormat,
  findManifest,
  lockFolder,
  makeTemporary,
  manifestText,
  moveIntoPlace,
  removeStale,
  removeTemporary,
  storedFile,
  writeDurably,
  writeError,
} from '../../files/index.js';
import { tensorBytes } from '../../schedule/index.js';
import type { FeatureGroup, GroupValues } from './feature-group.js';
import { GroupFile } from './group-file.js';

const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto');
const { existsSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { mkdir, open, readdir, rm, stat, utimes } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { endianness } = nodeModule<typeof import('node:os')>('node:os');
const { join } = nodeModule<typeof import('node:path')>('node:path');

const CHUNK_BYTES = 1 << 23;
const STALE_MS = 24 * 3600 * 1000;
/** Longest wait for another process that moves entries, which takes it milliseconds. */
const LOCK_MS = 10_000;

const count = option.countFrom(0);
const content = z.object({
  numRows: count,
  groups: z.array(
    z.extend(storedFile, {
      name: z.string(),
      relation: z.string(),
      parity: z.enum(['odd', 'even', 'label']),
      hops: count,
      width: count,
    }),
  ),
});

/** An entry of the store. */
const format: FolderFormat<z.infer<typeof content>> = {
  manifest: 'manifest.json',
  format: 'heterograph-propagated-features',
  version: 2,
  content,
  what: 'entry of the feature store',
  absentHint: 'It is made by a run with `store`.',
  corruptHint: 'Remove the folder; it is made again.',
};

/** What the groups of a key must be. */
export interface ExpectedGroups {
  readonly numRows: number;
  readonly groups: readonly Pick<FeatureGroup, 'name' | 'hops' | 'width'>[];
}

/**
 * The stored groups of a key, checked against what they must be and their SHA-256: read into the arena, or left in their files where they
 * are more than `memoryBytes`; undefined where there are none.
 *
 * @throws {HeteroGraphError} CORRUPT_FILE naming the file; UNSUPPORTED_FORMAT_VERSION, OUT_OF_MEMORY, ABORTED
 */
export async function readFeatures(
  folder: string,
  key: string,
  expected: ExpectedGroups,
  options: RunOptions,
  memoryBytes = Number.POSITIVE_INFINITY,
): Promise<FeatureGroup<GroupValues>[] | undefined> {
  const path = join(folder, key);
  const found = await findManifest(path, format);
  if (found === undefined) return undefined;
  checkExpected(join(path, format.manifest), found, expected);
  const lengthOf = ({ hops, width }: { hops: number; width: number }) => found.numRows * hops * width;
  const staysInFiles =
    found.groups.reduce((sum, each) => sum + tensorBytes({ length: lengthOf(each) }), 0) > memoryBytes;
  const groups: FeatureGroup<GroupValues>[] = [];
  try {
    for (const [g, { file: name, bytes, sha256, ...rest }] of found.groups.entries()) {
      const file = join(path, name);
      const length = lengthOf(rest);
      if (bytes !== length * 4) throw corrupt(format, file, `It has ${bytes} bytes for ${length} numbers.`);
      const values = staysInFiles ? GroupFile.open(file, length) : getPool().arena.allocFloat32(length);
      groups.push({ ...rest, values });
      await checkGroup(file, bytes, values instanceof GroupFile ? undefined : values, sha256, options);
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

/** Models take the shapes as they are: a manifest may have been written by anybody. @throws {HeteroGraphError} CORRUPT_FILE */
function checkExpected(file: string, found: z.infer<typeof content>, { numRows, groups }: ExpectedGroups): void {
  const shapes = (list: ExpectedGroups['groups']) => list.map(({ name, hops, width }) => `${name} ${hops} x ${width}`);
  const [are, should] = [shapes(found.groups).join(), shapes(groups).join()];
  if (found.numRows !== numRows || are !== should) {
    throw corrupt(format, file, 'Its groups are not those of the graph and the options that it is kept for.');
  }
  for (const { name, relation, parity } of found.groups) {
    if (name === `${relation}/${parity}` || (parity === 'label' && name.startsWith(`${relation}/label-`))) continue;
    throw corrupt(format, file, `The group ${JSON.stringify(name)} is not of its relation.`);
  }
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
 * @param isDamaged whether an entry that is there is to be replaced; else it is kept, since another process has made the same one meanwhile
 * @throws {HeteroGraphError} WRITE_FAILED with the cause, such as a full disk; RUN_BUSY, NOT_OURS, ABORTED
 */
export async function writeFeatures(
  folder: string,
  key: string,
  numRows: number,
  groups: readonly FeatureGroup[],
  limit: number,
  isDamaged: boolean,
  options: RunOptions,
): Promise<void> {
  const entry = await FeatureEntry.begin(
    folder,
    key,
    groups.reduce((sum, { values }) => sum + values.byteLength, 0),
    limit,
    options,
  );
  await entry?.commit(numRows, groups, isDamaged, options);
}

/** A group and, where it is in its file already, its SHA-256. */
interface Written extends FeatureGroup<GroupValues> {
  readonly sha256?: string;
}

/** An entry of the store in the making. */
export class FeatureEntry {
  readonly #folder: string;
  readonly #path: string;
  readonly #temporary: string;

  /**
   * Makes room and a temporary folder; undefined where so many bytes are more than the store's limit.
   *
   * @throws {HeteroGraphError} WRITE_FAILED, RUN_BUSY, ABORTED
   */
  static async begin(
    folder: string,
    key: string,
    bytes: number,
    limit: number,
    { signal }: RunOptions,
  ): Promise<FeatureEntry | undefined> {
    if (bytes > limit) return undefined;
    const path = join(folder, key);
    try {
      await mkdir(folder, { recursive: true });
      return await whileLocked(folder, signal, async () => {
        await removeStale(path);
        await prune(folder, limit - bytes);
        return new FeatureEntry(folder, path, await makeTemporary(path));
      });
    } catch (cause) {
      throw notStored(path, cause);
    }
  }

  private constructor(folder: string, path: string, temporary: string) {
    this.#folder = folder;
    this.#path = path;
    this.#temporary = temporary;
  }

  /** Where group g is to be written. */
  fileOf(g: number): string {
    return join(this.#temporary, nameOf(g));
  }

  /**
   * Writes what is not written yet, and gives the folder its name.
   *
   * @param isDamaged as of {@link writeFeatures}
   * @throws {HeteroGraphError} WRITE_FAILED, RUN_BUSY, NOT_OURS, ABORTED
   */
  async commit(numRows: number, groups: readonly Written[], isDamaged: boolean, options: RunOptions): Promise<void> {
    try {
      const described = [];
      for (const [g, { values, sha256: known, ...rest }] of groups.entries()) {
        if (values instanceof GroupFile) values.flush();
        const sha256 =
          values instanceof GroupFile
            ? (known ?? (await hashOf(values, options)))
            : await writeGroup(this.fileOf(g), values, options);
        described.push({ ...rest, file: nameOf(g), bytes: values.length * 4, sha256 });
      }
      await writeDurably(join(this.#temporary, format.manifest), manifestText(format, { numRows, groups: described }));
      await whileLocked(this.#folder, options.signal, async () => {
        const isThere = existsSync(this.#path);
        if (isThere && !(await isEntry(this.#path))) throw notOurs(this.#path);
        if (isThere && !isDamaged) await this.discard();
        else await moveIntoPlace(this.#temporary, this.#path);
      });
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
  return writeError(cause, file, 'the propagated features');
}

function notOurs(file: string): HeteroGraphError {
  return new HeteroGraphError(
    'NOT_OURS',
    'The folder of an entry of the feature store holds other files, and is kept.',
    {
      file,
      hint: 'Give another folder as `store`.',
    },
  );
}

/**
 * Does something while no other process moves or removes entries of the store, which takes a moment: others wait for it.
 *
 * @throws {HeteroGraphError} RUN_BUSY where it takes too long; ABORTED
 */
async function whileLocked<T>(folder: string, signal: AbortSignal | undefined, use: () => Promise<T>): Promise<T> {
  const unlock = await lockFolder(folder, { waitMs: LOCK_MS, signal });
  try {
    return await use();
  } finally {
    await unlock();
  }
}

/** Removes the entries used longest ago until `limit` bytes are left, and what killed processes left half-written. */
async function prune(folder: string, limit: number): Promise<void> {
  const entries: { path: string; bytes: number; used: number }[] = [];
  for (const name of await readdir(folder)) {
    const isLeftover = /^\.[0-9a-f]{64}\.[\w-]+\.\d+\.[0-9a-f]{12}(-old)?\.tmp$/.test(name);
    if (!isLeftover && !/^[0-9a-f]{64}$/.test(name)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (!(await isEntry(path))) continue;
    if (isLeftover) {
      if (Date.now() - mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
      continue;
    }
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

/** Whether a folder holds nothing but what an entry consists of, whole or not: others are not ours to remove. */
async function isEntry(path: string): Promise<boolean> {
  if (!(await stat(path)).isDirectory()) return false;
  return (await readdir(path)).every((name) => name === format.manifest || /^group-\d+\.f32$/.test(name));
}

function nameOf(index: number): string {
  return `group-${index}.f32`;
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
        if (!areFinite(part, at)) throw new RangeError('It holds numbers that are not finite.');
        target?.set(endianness() === 'LE' ? part : Buffer.from(part).swap32(), at);
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw corrupt(format, path, 'Stored features are damaged.', cause);
  }
  if (at === bytes && hash.digest('hex') === sha256) return;
  throw corrupt(format, path, 'Its size or SHA-256 is not the one in the manifest.');
}

/** Whether little-endian float32 numbers are finite: no exponent is all ones. Parts of numbers at both ends are left out. */
function areFinite(bytes: Uint8Array, offset: number): boolean {
  for (let i = 3 + (-offset & 3); i < bytes.length; i += 4) {
    if ((bytes[i]! & 0x7f) === 0x7f && bytes[i - 1]! >= 0x80) return false;
  }
  return true;
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
