import { HeteroGraphError, nodeModule } from '../../core/index.js';
import { encodeFloats, renameDurably, sha256Hex, syncFolder, writeDurably } from '../../files/index.js';
import { formatName, formatVersion, type Manifest, manifestFile, type Pointer, pointerFile } from './manifest.js';
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
    const manifestSha256 = await writeFolder(join(dir, folder), snapshot);
    const pointer: Pointer = { format: formatName, version: formatVersion, folder, manifestSha256 };
    await writeDurably(join(dir, pointerFile + unfinished), `${JSON.stringify(pointer, undefined, 2)}\n`);
    await renameDurably(join(dir, pointerFile + unfinished), join(dir, pointerFile));
    await removeOthers(dir, folder);
    return join(dir, folder);
  } catch (cause) {
    throw new HeteroGraphError('WRITE_FAILED', 'The checkpoint could not be written.', {
      file: dir,
      hint: 'See to space and permissions; the checkpoint before it is still whole.',
      cause,
    });
  }
}

async function writeFolder(path: string, snapshot: Snapshot): Promise<string> {
  const partial = path + unfinished;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial);
  const files: Manifest['files'] = {};
  const { current, best, optimizer } = snapshot.weights;
  const slots = Object.entries(optimizer).map(([slot, arrays]) => [optimizerFile.name(slot), arrays] as const);
  const all = [[currentFile, current], ...(best ? [[bestFile, best] as const] : []), ...slots] as const;
  for (const [file, arrays] of all) {
    const bytes = encodeFloats(arrays);
    files[file] = { bytes: bytes.length, sha256: sha256Hex(bytes) };
    await writeDurably(join(partial, file), bytes);
  }
  const { config, seed, progress, history, parameters } = snapshot;
  const manifest: Manifest = {
    format: formatName,
    version: formatVersion,
    config,
    random: { seed, epoch: progress.epoch, step: progress.step },
    progress,
    history,
    parameters: parameters.map(({ name, shape }) => ({ name, shape: [...shape] })),
    files,
  };
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  await writeDurably(join(partial, manifestFile), text);
  await syncFolder(partial);
  await renameDurably(partial, path);
  return sha256Hex(text);
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
