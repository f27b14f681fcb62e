import { nodeModule } from '../../core/index.js';
import {
  encodeWords,
  manifestText,
  renameDurably,
  type StoredFile,
  syncFolder,
  writeDurably,
  writeFailed,
  writeStored,
} from '../../files/index.js';
import { checkpointFormat, pointerFormat } from './manifest.js';
import { bestFile, currentFile, optimizerFile, type Snapshot, type TrainingProgress } from './snapshot.js';

const { existsSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { mkdir, readdir, rm } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { join } = nodeModule<typeof import('node:path')>('node:path');

const unfinished = '.partial';

/**
 * Writes a checkpoint below `dir` and returns its folder. The sub-folder is made under a temporary name, synced and
 * renamed; then the pointer file is replaced by a rename; then older sub-folders go. A process killed at any moment
 * leaves a folder that opens at this checkpoint or at the one before.
 *
 * @throws {HeteroGraphError} WRITE_FAILED with the cause, such as a full disk.
 */
export async function writeCheckpoint(dir: string, snapshot: Snapshot): Promise<string> {
  try {
    await mkdir(dir, { recursive: true });
    const folder = freeName(dir, snapshot.progress);
    await writeFolder(join(dir, folder), snapshot);
    const pointer = join(dir, pointerFormat.manifest);
    await writeDurably(pointer + unfinished, manifestText(pointerFormat, { folder }));
    await renameDurably(pointer + unfinished, pointer);
    await removeOthers(dir, folder);
    return join(dir, folder);
  } catch (cause) {
    throw writeFailed(pointerFormat, dir, cause);
  }
}

async function writeFolder(path: string, snapshot: Snapshot): Promise<void> {
  const partial = path + unfinished;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial);
  const { current, best, optimizer } = snapshot.weights;
  const slots = Object.entries(optimizer).map(([slot, arrays]) => [optimizerFile.name(slot), arrays] as const);
  const all = [[currentFile, current], ...(best ? [[bestFile, best] as const] : []), ...slots] as const;
  const files: StoredFile[] = [];
  for (const [file, arrays] of all) files.push(await writeStored(partial, file, encodeWords(arrays)));
  const { config, seed, progress, history, parameters } = snapshot;
  const manifest = manifestText(checkpointFormat, {
    config,
    random: { seed, epoch: progress.epoch, step: progress.step },
    progress,
    history: history as Record<string, (number | null)[]>,
    parameters: parameters.map(({ name, shape }) => ({ name, shape: [...shape] })),
    files,
  });
  await writeDurably(join(partial, checkpointFormat.manifest), manifest);
  await syncFolder(partial);
  await renameDurably(partial, path);
}

/** A whole folder of the same name is never replaced: the pointer may still need it. */
function freeName(dir: string, { epoch, batch }: TrainingProgress): string {
  const base = `epoch-${pad(epoch)}${batch === 0 ? '' : `-batch-${pad(batch)}`}`;
  let name = base;
  for (let i = 2; existsSync(join(dir, name)); i++) name = `${base}-again-${i}`;
  return name;
}

async function removeOthers(dir: string, keep: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (/^epoch-/.test(name) && name !== keep) await rm(join(dir, name), { recursive: true, force: true });
  }
}

function pad(value: number): string {
  return String(value).padStart(6, '0');
}
