import { isHeteroGraphError, nodeModule } from '../../core/index.js';
import { corrupt } from '../../files/index.js';
import { seedProblem } from '../algorithms/seed-problem.js';
import type { DiffusionNetwork } from '../network/network.js';
import { OnlineInfluence, type OnlineOptions, stateOf } from '../online/online-influence.js';
import { checkSameQuestion } from './check-same.js';
import { isSameSave, type RunManifest, readRun, runFormat } from './manifest.js';
import { checkQuestion } from './question-words.js';
import { whileSaving, writeRun } from './run-folder.js';
import { readSegments } from './segments.js';
import { readWords } from './words-file.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/** Where a run was saved last, or opened from. */
const saved = new WeakMap<OnlineInfluence, { readonly folder: string; readonly manifest: RunManifest }>();

/**
 * An online run as it was saved in a folder.
 *
 * @param options where given, the problem that the run must be of
 * @throws {HeteroGraphError} FILE_NOT_FOUND; CHECKPOINT_MISMATCH naming what differs, the network among it; CORRUPT_FILE
 * naming the file
 */
export async function openOnlineRun(
  folder: string,
  network: DiffusionNetwork,
  options?: OnlineOptions,
): Promise<OnlineInfluence> {
  for (let manifest = await readRun(folder); ; ) {
    checkSameQuestion(folder, manifest, network, options && seedProblem(network, options));
    try {
      return await openSave(folder, network, manifest);
    } catch (error) {
      // A save by another process removes files that only the manifest before it named.
      const now = isHeteroGraphError(error) && error.code === 'CORRUPT_FILE' ? await readRun(folder) : manifest;
      if (isSameSave(now, manifest)) throw error;
      manifest = now;
    }
  }
}

/** Whatever the files say is checked before a kernel reads it: checksums only tell that they belong together. */
async function openSave(folder: string, network: DiffusionNetwork, manifest: RunManifest): Promise<OnlineInfluence> {
  const { question, pools: segments } = manifest;
  const words = await readWords(folder, question.file);
  const problem = checkQuestion(network, question, words);
  if (typeof problem === 'string') throw corrupt(runFormat, join(folder, question.file.file), problem);
  let run: OnlineInfluence;
  try {
    run = new OnlineInfluence(network, problem);
  } catch (cause) {
    if (!isHeteroGraphError(cause) || cause.code === 'OUT_OF_MEMORY') throw cause;
    throw corrupt(runFormat, join(folder, runFormat.manifest), `Its question cannot be asked: ${cause.message}`, cause);
  }
  const state = stateOf(run);
  try {
    await readSegments(folder, state.pools.selection, segments.choose);
    await readSegments(folder, state.pools.validation, segments.judge);
  } catch (error) {
    run.dispose();
    throw error;
  }
  state.size = manifest.size;
  saved.set(run, { folder, manifest });
  return run;
}

/**
 * Writes all sets of a run that are not in the folder yet, those of an aborted step too; what was saved before is not written again. A
 * process that is killed at any moment leaves the run as of this save or of the one before. The folder is locked meanwhile.
 *
 * @throws {HeteroGraphError} TARGET_EXISTS where the folder holds another run; RUN_BUSY where another process or call saves to it, or has
 * done so since this run was opened or saved; WRITE_FAILED with the cause
 */
export async function saveOnlineRun(run: OnlineInfluence, folder: string): Promise<void> {
  await whileSaving(folder, () => saveLocked(run, folder));
}

/** {@link saveOnlineRun} by one that holds the lock. */
export async function saveLocked(run: OnlineInfluence, folder: string): Promise<void> {
  const before = saved.get(run);
  const manifest = await writeRun(folder, stateOf(run), before?.folder === folder ? before.manifest : undefined);
  saved.set(run, { folder, manifest });
}
