import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HeteroGraphError, isHeteroGraphError } from '../../core/index.js';
import { isAbsent, lockFolder, replaceFile } from '../../files/index.js';
import type { RpHgnnSettings } from '../../models/index.js';
import type { ProjectionKind } from '../../propagation/index.js';
import { dataFormats } from '../data/formats.js';
import type { OpenedData } from '../data/open-data.js';
import type { Preparation } from '../data/prepare-features.js';

/** What a run was started with: enough to train, evaluate or predict again. */
export interface RunConfig {
  readonly version: 1;
  readonly model: string;
  readonly source: OpenedData['source'];
  /** Hash of the graph as it was opened. */
  readonly graph: string;
  readonly nodeType: string;
  readonly labelColumn: string;
  readonly projection: ProjectionKind;
  readonly seed: number;
  readonly settings: RpHgnnSettings;
  /** How features were made where the data had none. */
  readonly preparation: Preparation;
}

const configSchema = z.object({
  version: z.literal(1),
  model: z.literal('rphgnn'),
  source: z.union([z.object({ dataset: z.string() }), z.object({ data: z.string(), format: z.enum(dataFormats) })]),
  graph: z.string(),
  nodeType: z.string(),
  labelColumn: z.string(),
  projection: z.enum(['sparse', 'very-sparse']),
  seed: z.number().int().nonnegative(),
  settings: z.object({}).loose(),
  preparation: z.record(z.string(), z.object({ kind: z.enum(['numbers', 'words']) }).loose()),
});

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
 * Makes the folder of a run, or takes up one that was started alike; more epochs or patience are no difference.
 *
 * @returns what gives the folder free again
 * @throws {HeteroGraphError} RUN_BUSY; TARGET_EXISTS naming the first difference; CORRUPT_FILE, WRITE_FAILED
 */
export async function openRun(folder: string, config: RunConfig, restart: boolean): Promise<() => Promise<void>> {
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
        hint: 'Give another --out, or --restart to replace it.',
      });
    }
    await writeJson(join(folder, runFiles.config), config);
    return unlock;
  } catch (error) {
    await unlock();
    throw isHeteroGraphError(error) ? error : unwritable(folder, error);
  }
}

function unwritable(file: string, cause: unknown): HeteroGraphError {
  const hint = 'See to permissions and space, or give another --out.';
  return new HeteroGraphError('WRITE_FAILED', 'The run folder cannot be written.', { file, hint, cause });
}

export async function readRun(folder: string): Promise<RunConfig> {
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
      hint: 'Give the folder that `heterograph train` named at its end.',
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
      hint: 'Train again into another folder, or with --restart.',
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

export async function writeJson(path: string, value: unknown): Promise<void> {
  await replaceFile(path, `${JSON.stringify(value, null, 1)}\n`);
}
