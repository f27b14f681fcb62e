import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { getPool } from '../compute/index.js';
import { HeteroGraphError, type RunOptions, throwIfAborted } from '../core/index.js';
import { makeTemporary, moveIntoPlace, removeStale, removeTemporary } from '../graph/storage/temporary.js';
import type { FeatureGroup } from './options.js';

const FORMAT = 'heterograph-propagated-features';
const VERSION = 1;
const CHUNK_BYTES = 1 << 23;
const STALE_MS = 24 * 3600 * 1000;

const group = z.object({
  name: z.string(),
  relation: z.string(),
  parity: z.enum(['odd', 'even', 'label']),
  hops: z.number().int().nonnegative(),
  width: z.number().int().nonnegative(),
  sha256: z.string(),
});
const manifest = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  numRows: z.number().int().nonnegative(),
  groups: z.array(group),
});

/**
 * The stored groups of a key, read into the arena and checked against their SHA-256; undefined where there are none.
 *
 * @throws {HeteroGraphError} FEATURES_DAMAGED naming the file; OUT_OF_MEMORY, ABORTED
 */
export async function readFeatures(
  folder: string,
  key: string,
  numRows: number,
  options: RunOptions,
): Promise<FeatureGroup[] | undefined> {
  const path = join(folder, key);
  let text: string;
  try {
    text = await readFile(join(path, 'manifest.json'), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw damaged(join(path, 'manifest.json'), error);
  }
  const found = parse(text, join(path, 'manifest.json'));
  if (found.numRows !== numRows) throw damaged(join(path, 'manifest.json'), found.numRows);
  const { arena } = getPool();
  const groups: FeatureGroup[] = [];
  try {
    for (const [g, { sha256, ...rest }] of found.groups.entries()) {
      const values = arena.allocFloat32(numRows * rest.hops * rest.width);
      groups.push({ ...rest, values });
      await readGroup(fileOf(path, g), values, sha256, options);
      const progress = { stage: 'read propagated features', done: g + 1, total: found.groups.length, unit: 'groups' };
      options.onProgress?.(progress);
    }
  } catch (error) {
    for (const { values } of groups) arena.release(values);
    throw error;
  }
  const now = new Date();
  await utimes(path, now, now);
  return groups;
}

/**
 * Stores groups under a key, whole or not at all, and removes those used longest ago until `limit` bytes are kept.
 *
 * @throws {HeteroGraphError} FEATURES_NOT_STORED with the cause, such as a full disk; ABORTED
 */
export async function writeFeatures(
  folder: string,
  key: string,
  numRows: number,
  groups: readonly FeatureGroup[],
  limit: number,
  options: RunOptions,
): Promise<void> {
  const bytes = groups.reduce((sum, { values }) => sum + values.byteLength, 0);
  if (bytes > limit) return;
  const path = join(folder, key);
  try {
    await mkdir(folder, { recursive: true });
    await removeStale(path);
    await prune(folder, limit - bytes);
    const temporary = await makeTemporary(path);
    try {
      const described = [];
      for (const [g, { values, ...rest }] of groups.entries()) {
        described.push({ ...rest, sha256: await writeGroup(fileOf(temporary, g), values, options) });
      }
      const text = JSON.stringify({ format: FORMAT, version: VERSION, numRows, groups: described });
      await writeDurably(join(temporary, 'manifest.json'), Buffer.from(`${text}\n`));
      await moveIntoPlace(temporary, path);
    } catch (error) {
      await removeTemporary(temporary);
      throw error;
    }
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new HeteroGraphError('FEATURES_NOT_STORED', 'The propagated features could not be stored.', {
      file: path,
      hint: 'See to space and permissions, or leave `store` out.',
      cause,
    });
  }
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
  return new HeteroGraphError('FEATURES_DAMAGED', 'Stored features are damaged.', {
    file,
    hint: 'Remove the folder; it is made again.',
    cause,
  });
}

function fileOf(path: string, index: number): string {
  return join(path, `group-${index}.f32`);
}

async function readGroup(path: string, values: Float32Array, sha256: string, { signal }: RunOptions): Promise<void> {
  const target = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let at = 0;
  try {
    const file = await open(path);
    try {
      for (let bytesRead = -1; bytesRead !== 0; at += bytesRead) {
        throwIfAborted(signal);
        ({ bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, at));
        if (at + bytesRead > target.length) throw new RangeError('The file is too long.');
        const part = chunk.subarray(0, bytesRead);
        hash.update(part);
        target.set(endianness() === 'LE' ? part : Buffer.from(part).swap32(), at);
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw damaged(path, cause);
  }
  if (at !== target.length || hash.digest('hex') !== sha256) throw damaged(path, at);
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

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
