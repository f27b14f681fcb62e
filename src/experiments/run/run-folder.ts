import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HeteroGraphError, isHeteroGraphError } from '../../core/index.js';
import { isAbsent, lockFolder } from '../../files/index.js';
import { unwritable, writeJson } from '../disk/write-file.js';
import { configSchema, type RunConfig } from './run-config.js';

/** Files of a run folder. */
export const runFiles = {
  config: 'config.json',
  history: 'history.json',
  metrics: 'metrics.json',
  checkpoint: 'checkpoint',
  model: 'model',
  embeddings: 'embeddings.arrow',
  report: 'report.html',
} as const;

/**
 * Makes the folder of a run, or continues one that was started with the same configuration; epochs and patience may differ.
 *
 * @returns a function that unlocks the folder
 * @throws {HeteroGraphError} RUN_BUSY; TARGET_EXISTS naming the first difference; CORRUPT_FILE, WRITE_FAILED
 */
export async function claimRunFolder(
  folder: string,
  config: RunConfig,
  restart: boolean,
): Promise<() => Promise<void>> {
  let unlock: () => Promise<void>;
  try {
    await mkdir(folder, { recursive: true });
    unlock = await lockFolder(folder);
  } catch (cause) {
    if (isHeteroGraphError(cause)) throw cause;
    throw unwritable(folder, cause);
  }
  try {
    if (restart) {
      for (const file of Object.values(runFiles)) await rm(join(folder, file), { recursive: true, force: true });
    }
    const earlier = await readConfig(folder, true);
    const difference = earlier && firstDifference(comparable(earlier), comparable(config));
    if (difference !== undefined) {
      throw new HeteroGraphError('TARGET_EXISTS', `The folder holds a run with another ${difference}.`, {
        file: join(folder, runFiles.config),
        hint: 'Give another folder, or restart: true to replace it.',
      });
    }
    await writeJson(join(folder, runFiles.config), config);
    return unlock;
  } catch (error) {
    await unlock();
    throw isHeteroGraphError(error) ? error : unwritable(folder, error);
  }
}

/** @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE */
export async function readRunConfig(folder: string): Promise<RunConfig> {
  return (await readConfig(folder, false))!;
}

async function readConfig(folder: string, mayLack: boolean): Promise<RunConfig | undefined> {
  const file = join(folder, runFiles.config);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (mayLack && isAbsent(cause)) return undefined;
    throw new HeteroGraphError('FILE_NOT_FOUND', 'There is no run here.', {
      file,
      hint: 'Give the folder of a finished or interrupted training.',
      cause,
    });
  }
  try {
    const config: unknown = JSON.parse(text);
    configSchema.parse(config);
    return config as RunConfig;
  } catch (cause) {
    throw new HeteroGraphError('CORRUPT_FILE', 'The description of the run cannot be read.', {
      file,
      hint: 'Train again into another folder, or with restart: true.',
      cause,
    });
  }
}

function comparable({
  settings: { epochs: _, patience: __, ...settings },
  ...rest
}: RunConfig): Record<string, unknown> {
  return {
    ...rest,
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`settings.${name}`, value])),
    settings: 0,
  };
}

function firstDifference(a: Record<string, unknown>, b: Record<string, unknown>): string | undefined {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].find(
    (key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]),
  );
}
