import { HeteroGraphError, nodeModule } from '../../core/index.js';
import { findManifest, lockFolder, manifestText, renameDurably, writeDurably, writeError } from '../../files/index.js';
import type { OnlineState } from '../online/online-influence.js';
import type { RrSets } from '../sampling/rr-sets.js';
import { networkFingerprint } from './fingerprint.js';
import { isSameSave, type RunManifest, runFormat, type Segment } from './manifest.js';
import { questionWords } from './question-words.js';
import { writeSegments } from './segments.js';
import { UNFINISHED, writeWords } from './words-file.js';

const { mkdir, readdir, rm, rmdir } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { dirname, join, resolve } = nodeModule<typeof import('node:path')>('node:path');

/** How long a save waits for one that is being written by another process or call. */
const SAVE_WAIT_MS = 2000;

/** From so many files of a pool on the next save makes one of them. */
const MAX_FILES = 64;

/**
 * Does something with a folder that no other process or call may write to meanwhile. Where there was none and nothing was written, there
 * is none afterwards.
 *
 * @param waitMs how long to try where another holds it
 * @throws {HeteroGraphError} RUN_BUSY; WRITE_FAILED with the cause
 */
export async function whileLocked<T>(folder: string, use: () => Promise<T>, waitMs = 0): Promise<T> {
  let unlock: () => Promise<void>;
  let made: string | undefined;
  try {
    made = await mkdir(folder, { recursive: true });
    unlock = await lockFolder(folder, { waitMs });
  } catch (cause) {
    throw writeError(cause, folder, `the ${runFormat.what}`);
  }
  try {
    return await use();
  } finally {
    await unlock();
    // Fails where there is something in it, which is then kept.
    if (made !== undefined) await removeEmpty(folder, made);
  }
}

/**
 * Saves, one after the other: a save that only meets another one waits for it, so that of several runs of one folder that of the last save
 * always goes on.
 *
 * @throws {HeteroGraphError} as {@link whileLocked}
 */
export function whileSaving<T>(folder: string, use: () => Promise<T>): Promise<T> {
  return whileLocked(folder, use, SAVE_WAIT_MS);
}

/** Removes folders without content, from the inner one up to the outer one. */
async function removeEmpty(inner: string, outer: string): Promise<void> {
  try {
    for (let folder = resolve(inner); ; folder = dirname(folder)) {
      await rmdir(folder);
      if (folder === resolve(outer)) return;
    }
  } catch {
    // One has content.
  }
}

/**
 * Writes what is not in the folder yet: files of new sets first, under their names only when they are whole; then the manifest is replaced
 * by one rename; then files that it does not name go. The caller holds the lock. A process killed at any moment leaves the run as of this save or of the one before.
 *
 * @param before the manifest of the save before to this folder, by this run
 * @throws {HeteroGraphError} TARGET_EXISTS where the folder holds another run; RUN_BUSY where another one saved to it since; WRITE_FAILED with the cause
 */
export async function writeRun(
  folder: string,
  { problem, size, pools }: OnlineState,
  before: RunManifest | undefined,
): Promise<RunManifest> {
  const there = await findManifest(folder, runFormat);
  // Where the folder was removed meanwhile, all of it is written anew.
  if (!there) before = undefined;
  else if (!before) {
    throw new HeteroGraphError('TARGET_EXISTS', 'There is a run already.', {
      file: folder,
      hint: 'Open it to continue it, or give another folder.',
    });
  } else if (!isSameSave(there, before)) {
    throw new HeteroGraphError('RUN_BUSY', 'The run was saved by another process or call since it was opened.', {
      file: folder,
      hint: 'Open it again to go on from there, or save to another folder.',
    });
  }
  try {
    await mkdir(folder, { recursive: true });
    const { k, delta, seed, roots } = problem;
    const { arrays, words } = questionWords(problem);
    const question = before?.question ?? {
      ...{ k, delta, seed, weight: roots.weight, inTurn: roots.inTurn === true, arrays },
      file: await writeWords(folder, 'question-0.u32', words),
    };
    const manifest: RunManifest = {
      network: networkFingerprint(problem.network),
      question,
      size,
      pools: {
        choose: await segmentsOf(folder, pools.selection, before?.pools.choose),
        judge: await segmentsOf(folder, pools.validation, before?.pools.judge),
      },
    };
    const path = join(folder, runFormat.manifest);
    await writeDurably(path + UNFINISHED, manifestText(runFormat, manifest));
    await renameDurably(path + UNFINISHED, path);
    await removeOthers(folder, manifest);
    return manifest;
  } catch (cause) {
    throw writeError(cause, folder, `the ${runFormat.what}`);
  }
}

async function segmentsOf(folder: string, sets: RrSets, before: readonly Segment[] = []): Promise<Segment[]> {
  const kept = before.length < MAX_FILES ? before : [];
  const from = kept.reduce((sum, segment) => sum + segment.sets, 0);
  return [...kept, ...(await writeSegments(folder, sets, from))];
}

/** Files of ours that no save needs: of killed ones, and those that were made one. */
async function removeOthers(folder: string, { question, pools }: RunManifest): Promise<void> {
  const needed = new Set([question.file.file, ...[...pools.choose, ...pools.judge].map(({ file }) => file)]);
  for (const name of await readdir(folder)) {
    const isOurs = /^(choose|judge|question)-[0-9-]+\.u32(\.partial)?$/.test(name);
    if (isOurs && !needed.has(name)) await rm(join(folder, name), { force: true });
  }
}
