import { expectMembers, HeteroGraphError, nodeModule } from '../../core/index.js';
import { checkPath } from '../check-path.js';
import { corrupt, findManifest, readManifest, readStored } from '../manifest.js';
import { decodeFloats } from '../raw-arrays.js';
import { checkpointFormat, type Manifest, pointerFormat } from './manifest.js';
import { bestFile, currentFile, optimizerFile, type RunConfig, type Snapshot, sizeOf } from './snapshot.js';

const { existsSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { join } = nodeModule<typeof import('node:path')>('node:path');

/** Whether `dir` holds a checkpoint. */
export function hasCheckpoint(dir: string): boolean {
  checkPath(dir);
  return existsSync(join(dir, pointerFormat.manifest));
}

/**
 * The newest checkpoint below `dir`, every byte checked against its SHA-256.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND; CORRUPT_FILE naming the file
 */
export async function readCheckpoint(dir: string): Promise<Snapshot> {
  const pointer = await readManifest(dir, pointerFormat);
  const folder = join(dir, pointer.folder);
  const manifestPath = join(folder, checkpointFormat.manifest);
  const manifest = await findManifest(folder, checkpointFormat);
  if (!manifest)
    throw corrupt(checkpointFormat, manifestPath, 'It does not exist, though latest.json names its folder.');
  const { [currentFile]: current, [bestFile]: best, ...rest } = await readWeights(folder, manifest);
  if (!current) throw corrupt(checkpointFormat, manifestPath, `It does not list ${currentFile}.`);
  const slots = Object.entries(rest).map(([file, arrays]) => {
    const slot = optimizerFile.pattern.exec(file)?.[1];
    if (slot === undefined) throw corrupt(checkpointFormat, manifestPath, `It lists ${file}, which is no part of one.`);
    return [slot, arrays];
  });
  return {
    config: manifest.config,
    seed: manifest.random.seed,
    progress: manifest.progress,
    history: manifest.history,
    parameters: manifest.parameters,
    weights: { current, best, optimizer: Object.fromEntries(slots) },
  };
}

/** Arrays of the parameters by file. */
async function readWeights(folder: string, manifest: Manifest): Promise<Partial<Record<string, Float32Array[]>>> {
  const lengths = manifest.parameters.map(sizeOf);
  const total = lengths.reduce((sum, length) => sum + length, 0) * 4;
  const readFileOf = async (file: Manifest['files'][number]) => {
    if (file.bytes !== total)
      throw corrupt(checkpointFormat, join(folder, file.file), `It should have ${total} bytes.`);
    return [file.file, decodeFloats(await readStored(folder, file, checkpointFormat), lengths)] as const;
  };
  return Object.fromEntries(await Promise.all(manifest.files.map(readFileOf)));
}

/**
 * Refuses to go on from the checkpoint of another run.
 *
 * @throws {HeteroGraphError} CHECKPOINT_MISMATCH naming the first setting or parameter that differs
 */
export function checkSameRun(dir: string, snapshot: Snapshot, expected: Pick<Snapshot, 'config' | 'parameters'>): void {
  expectMembers(snapshot, 'snapshot', { config: 'object' });
  expectMembers(expected, 'expected', { config: 'object' });
  const fail = (what: string, stored: unknown, now: unknown): never => {
    throw new HeteroGraphError(
      'CHECKPOINT_MISMATCH',
      `The checkpoint is of another run: ${what} was ${JSON.stringify(stored)} and is ${JSON.stringify(now)}.`,
      { file: dir, hint: "Use the same settings and data, another folder, or resume: 'never' to start again." },
    );
  };
  const keys: readonly (keyof RunConfig)[] = [
    ...new Set([...Object.keys(expected.config), ...Object.keys(snapshot.config)]),
  ];
  for (const key of keys) {
    if (snapshot.config[key] !== expected.config[key]) fail(String(key), snapshot.config[key], expected.config[key]);
  }
  const length = Math.max(snapshot.parameters.length, expected.parameters.length);
  for (let i = 0; i < length; i++) {
    const stored = snapshot.parameters[i];
    const now = expected.parameters[i];
    if (stored?.name !== now?.name || String(stored?.shape) !== String(now?.shape)) fail(`parameter ${i}`, stored, now);
  }
}
