import { HeteroGraphError, nodeModule } from '../../core/index.js';
import { renameDurably, syncFolder, writeDurably } from '../durable.js';
import { manifestText, type StoredFile, writeStored } from '../manifest.js';
import { checkReplaceable } from '../own-folder.js';
import { encodeWords } from '../raw-arrays.js';
import { writeError } from '../system-error.js';
import { checkpointFormat, pointerFormat } from './manifest.js';
import { bestFile, currentFile, optimizerFile, type Snapshot, type TrainingProgress } from './snapshot.js';

const { existsSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { mkdir, readdir, readFile, rename, rm, rmdir } =
  nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
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
    await checkPointer(dir);
    const folder = freeName(dir, snapshot.progress);
    await writeFolder(join(dir, folder), snapshot);
    const pointer = join(dir, pointerFormat.manifest);
    await writeDurably(pointer + unfinished, manifestText(pointerFormat, { folder }));
    await renameDurably(pointer + unfinished, pointer);
    await removeOthers(dir, folder);
    return join(dir, folder);
  } catch (cause) {
    throw writeError(cause, dir, 'the checkpoint');
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

const EPOCH = /^epoch-\d{6}(-batch-\d{6})?(-again-\d+)?(\.partial)?$/;

/** Removes earlier checkpoints; whatever else lies in the folder is kept. */
async function removeOthers(dir: string, keep?: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (name === keep || !EPOCH.test(name)) continue;
    const path = join(dir, name);
    const partial = name.endsWith(unfinished) ? path : await markUnfinished(path);
    await rm(partial, { recursive: true, force: true });
  }
}

/** Names a checkpoint as one that is unfinished: a process killed while it removes it leaves what the next one removes. */
async function markUnfinished(path: string): Promise<string> {
  await checkReplaceable(path, [checkpointFormat]);
  const partial = path + unfinished;
  await rm(partial, { recursive: true, force: true });
  await rename(path, partial);
  return partial;
}

/** Folders of the parts of a run that is several trainings: members of an ensemble, fits of a recommender. */
const PART = /^(member|fit)-\d+$/;

/** Removes all checkpoints of a run, those of its parts included. @throws {HeteroGraphError} NOT_OURS where something there is not a checkpoint */
export async function removeCheckpoints(dir: string): Promise<void> {
  if (!existsSync(dir)) return;
  await checkPointer(dir);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    if (entry.isDirectory() && PART.test(entry.name)) await removeCheckpoints(join(dir, entry.name));
  }
  await rm(join(dir, pointerFormat.manifest), { force: true });
  await rm(join(dir, pointerFormat.manifest + unfinished), { force: true });
  await removeOthers(dir);
  if ((await readdir(dir)).length === 0) await rmdir(dir);
}

/** @throws {HeteroGraphError} NOT_OURS where `latest.json` is a file of somebody else */
async function checkPointer(dir: string): Promise<void> {
  const path = join(dir, pointerFormat.manifest);
  if (!existsSync(path)) return;
  const text = await readFile(path, 'utf8');
  if (text.includes(`"${pointerFormat.format}"`)) return;
  throw new HeteroGraphError('NOT_OURS', 'The file is not the one that names the newest checkpoint.', {
    file: path,
    hint: 'Give another folder for the checkpoints; what is there is kept.',
  });
}

function pad(value: number): string {
  return String(value).padStart(6, '0');
}
