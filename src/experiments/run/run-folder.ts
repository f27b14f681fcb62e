import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { HeteroGraphError, isHeteroGraphError } from '../../core/index.js';
import { writeFile } from '../../data/internal.js';
import {
  type FolderFormat,
  isAbsent,
  lockFolder,
  manifestText,
  readManifest,
  removeCheckpoints,
  removeOwnFolder,
  writeError,
} from '../../files/index.js';
import { modelFolder, removeStoredTrials } from '../../models/internal.js';
import { recommenderFolder } from '../../recommend/internal.js';
import { configFormat, type RunConfig } from './run-config.js';
import { readRunOf } from './run-kinds.js';

/** What the descriptions of runs of every task have. */
interface AnyConfig {
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Files of a run folder. */
export const runFiles = {
  config: configFormat.manifest,
  history: 'history.json',
  metrics: 'metrics.json',
  checkpoint: 'checkpoint',
  model: 'model',
  choices: 'choices.json',
  embeddings: 'embeddings.arrow',
  report: 'report.html',
} as const;

/**
 * Makes the folder of a run, or continues one that was started with the same configuration but for settings that may differ.
 * A folder that holds something else is left as it is.
 *
 * @param mayDiffer settings with which an earlier run is gone on with all the same; default epochs and patience
 * @returns a function that unlocks the folder
 * @throws {HeteroGraphError} RUN_BUSY; TARGET_EXISTS naming the first difference; NOT_OURS where something else is there;
 * WRITE_FAILED
 */
export async function claimRunFolder<C extends AnyConfig>(
  folder: string,
  config: C,
  restart: boolean,
  format: FolderFormat<C>,
  mayDiffer: readonly string[] = ['epochs', 'patience'],
): Promise<() => Promise<void>> {
  try {
    await earlierRun(folder, format);
    await mkdir(folder, { recursive: true });
    const unlock = await lockFolder(folder);
    try {
      await takeOver(folder, config, restart, format, mayDiffer);
      return unlock;
    } catch (error) {
      await unlock();
      throw error;
    }
  } catch (error) {
    throw writeError(error, folder, 'the run');
  }
}

/** Continues the run in a locked folder, or begins it. */
async function takeOver<C extends AnyConfig>(
  folder: string,
  config: C,
  restart: boolean,
  format: FolderFormat<C>,
  mayDiffer: readonly string[],
): Promise<void> {
  const found = await earlierRun(folder, format);
  if (restart) await removeRun(folder);
  const earlier = restart ? undefined : found;
  const difference = earlier && firstDifference(comparable(earlier, mayDiffer), comparable(config, mayDiffer));
  if (difference !== undefined) {
    throw new HeteroGraphError('TARGET_EXISTS', `The folder holds a run with another ${difference}.`, {
      file: join(folder, runFiles.config),
      hint: 'Give another folder, or restart: true to replace it.',
    });
  }
  await writeFile(join(folder, runFiles.config), manifestText(format, config));
}

/** The run that a folder holds, if it holds anything. @throws {HeteroGraphError} NOT_OURS where that is no run */
async function earlierRun<C>(folder: string, format: FolderFormat<C>): Promise<C | undefined> {
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => !name.startsWith('run.lock'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') throw notARun(folder, 'The path is that of a file.');
    if (isAbsent(error)) return undefined;
    throw error;
  }
  if (names.length === 0) return undefined;
  if (!names.includes(runFiles.config))
    throw notARun(folder, `The folder holds files and no run, such as ${names[0]}.`);
  try {
    return await readManifest(folder, format);
  } catch (cause) {
    if (isHeteroGraphError(cause) && cause.code === 'UNSUPPORTED_FORMAT_VERSION') throw cause;
    throw notARun(join(folder, runFiles.config), 'The file is not the description of a run, or it is damaged.', cause);
  }
}

function notARun(file: string, message: string, cause?: unknown): HeteroGraphError {
  const hint = 'Give another folder; what is there is kept.';
  return new HeteroGraphError('NOT_OURS', message, { file, hint, cause });
}

/** Removes what runs write; other files that lie beside it are kept. */
async function removeRun(folder: string): Promise<void> {
  const { checkpoint, model, ...files } = runFiles;
  await removeStoredTrials(join(folder, checkpoint));
  await removeCheckpoints(join(folder, checkpoint));
  await removeOwnFolder(join(folder, model), [modelFolder, recommenderFolder]);
  for (const file of Object.values(files)) await rm(join(folder, file), { force: true });
}

/** @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE; MODEL_MISMATCH where it is a run of another kind */
export async function readRunConfig(folder: string): Promise<RunConfig> {
  return readRunOf(folder, configFormat);
}

function comparable({ settings, ...rest }: AnyConfig, mayDiffer: readonly string[]): Record<string, unknown> {
  const compared = Object.entries(settings).filter(([name]) => !mayDiffer.includes(name));
  return { ...rest, ...Object.fromEntries(compared.map(([name, value]) => [`settings.${name}`, value])), settings: 0 };
}

/** The first key whose values differ; in which order objects have their keys does not matter. */
function firstDifference(a: Record<string, unknown>, b: Record<string, unknown>): string | undefined {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].find(
    (key) => !isDeepStrictEqual(asKept(a[key]), asKept(b[key])),
  );
}

/** A value as a file of JSON gives it back. */
function asKept(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
