import { seedProblem } from '../algorithms/seed-problem.js';
import type { DiffusionNetwork } from '../network/network.js';
import { OnlineInfluence, type OnlineOptions, stateOf } from '../online/online-influence.js';
import { checkSameQuestion } from './check-same.js';
import { type RunManifest, readRun } from './manifest.js';
import { questionFrom } from './question-words.js';
import { writeRun } from './run-folder.js';
import { readSegments } from './segments.js';
import { readWords } from './words-file.js';

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
  const manifest = await readRun(folder);
  checkSameQuestion(folder, manifest, network, options && seedProblem(network, options));
  const { question, pools: segments } = manifest;
  const words = await readWords(folder, question.file);
  const run = new OnlineInfluence(network, questionFrom(question, words));
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
 * process that is killed at any moment leaves the run as of this save or of the one before. One process at a time may write to a folder.
 *
 * @throws {HeteroGraphError} TARGET_EXISTS where the folder holds another run; WRITE_FAILED with the cause
 */
export async function saveOnlineRun(run: OnlineInfluence, folder: string): Promise<void> {
  const before = saved.get(run);
  const manifest = await writeRun(folder, stateOf(run), before?.folder === folder ? before.manifest : undefined);
  saved.set(run, { folder, manifest });
}
