import { HeteroGraphError, nodeModule } from '../core/index.js';
import { isAbsent } from './absent.js';

const { lstat, readdir, readFile } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { basename, join, relative, sep } = nodeModule<typeof import('node:path')>('node:path');

/** A kind of folder that the library writes: its manifest is JSON, says `"format": FORMAT` and names every other file. */
export interface FolderKind {
  /** Name of the manifest, such as `manifest.json`. */
  readonly manifest: string;
  readonly format: string;
}

/**
 * Checks that a path may be replaced: there is nothing, an empty folder, or a folder of one of the kinds with no file beside
 * those that its manifest names.
 *
 * @throws {HeteroGraphError} NOT_OURS naming what is kept; TARGET_EXISTS where no kind may be replaced
 */
export async function checkReplaceable(target: string, kinds: readonly FolderKind[]): Promise<void> {
  if (await isFree(target)) return;
  if (kinds.length === 0) {
    throw new HeteroGraphError('TARGET_EXISTS', 'There is a folder with files at the target already.', {
      file: target,
      hint: 'Choose another folder, or pass overwrite: true if this library wrote it.',
    });
  }
  for (const kind of kinds) {
    const named = await namesIn(target, kind);
    if (named === undefined) continue;
    const foreign = (await filesOf(target)).find((file) => !named.has(file) && !isLeftover(file));
    if (foreign === undefined) return;
    throw kept(join(target, foreign), 'The folder to be replaced holds a file that is not part of it, which is kept.');
  }
  throw kept(target, 'The folder at the target is not one that this library wrote there, and is kept.');
}

/** Whether there is nothing or an empty folder. @throws {HeteroGraphError} NOT_OURS where there is something else */
async function isFree(target: string): Promise<boolean> {
  try {
    if (!(await lstat(target)).isDirectory()) throw kept(target, 'What is at the target is not a folder, and is kept.');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') throw kept(target, 'A part of the path is a file.', error);
    if (isAbsent(error)) return true;
    throw error;
  }
  return (await readdir(target)).length === 0;
}

/** Paths of all files below a folder. */
async function filesOf(target: string): Promise<string[]> {
  const entries = await readdir(target, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(target, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** All texts of a manifest and its own name; undefined where there is no manifest of this kind. */
async function namesIn(target: string, { manifest, format }: FolderKind): Promise<Set<string> | undefined> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(join(target, manifest), 'utf8'));
  } catch {
    return undefined;
  }
  if ((content as { format?: unknown } | null)?.format !== format) return undefined;
  const names = new Set([manifest]);
  const pending = [content];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === 'string') names.add(value);
    else if (typeof value === 'object' && value !== null) pending.push(...Object.values(value));
  }
  return names;
}

/** Files that a killed write left, and those of a lock. */
function isLeftover(file: string): boolean {
  return /^run\.lock(\.|$)|\.\d+\.[0-9a-f]{8}\.tmp$/.test(basename(file));
}

function kept(file: string, message: string, cause?: unknown): HeteroGraphError {
  const hint = 'Choose another folder, or move what is there yourself.';
  return new HeteroGraphError('NOT_OURS', message, { file, hint, cause });
}
