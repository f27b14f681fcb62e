import { nodeModule } from '../core/index.js';
import { isAbsent } from './absent.js';
import { syncFolder } from './durable.js';
import { isRunning } from './process.js';

const { randomBytes } = nodeModule<typeof import('node:crypto')>('node:crypto');
const { mkdir, readdir, rename, rm } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { hostname } = nodeModule<typeof import('node:os')>('node:os');
const { basename, dirname, join } = nodeModule<typeof import('node:path')>('node:path');

/** Temporary folders of this process that are in use. */
const active = new Set<string>();

/** This machine, as a part of file names. */
function host(): string {
  return hostname().replace(/[^\w-]/g, '_');
}

/** A new folder beside `target`, on the same file system, under a hidden name that tells whose it is. */
export async function makeTemporary(target: string): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  const path = temporaryName(target);
  active.add(path);
  await mkdir(path);
  return path;
}

/** Removes a folder, which loses its name at once: a process killed meanwhile leaves no half of it under that name. */
export async function removeAtOnce(target: string): Promise<void> {
  const path = temporaryName(target);
  active.add(path);
  try {
    await renameIfThere(target, path);
  } finally {
    await removeTemporary(path);
  }
}

function temporaryName(target: string): string {
  return join(dirname(target), `${prefix(target)}${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
}

/** Gives the temporary folder its final name; a folder that is there already makes way first. */
export async function moveIntoPlace(temporary: string, target: string): Promise<void> {
  const old = `${temporary.slice(0, -'.tmp'.length)}-old.tmp`;
  active.add(old);
  try {
    await renameIfThere(target, old);
    await rename(temporary, target);
    await syncFolder(dirname(target));
  } finally {
    await rm(old, { recursive: true, force: true });
    active.delete(old);
    active.delete(temporary);
  }
}

export async function removeTemporary(temporary: string): Promise<void> {
  await rm(temporary, { recursive: true, force: true });
  active.delete(temporary);
}

function prefix(target: string): string {
  return `.${basename(target)}.${host()}.`;
}

/** Removes what killed writes of the target left behind; a folder that was about to be replaced is put back. */
export async function removeStale(target: string): Promise<void> {
  await restoreEarlier(target);
  for (const { path } of await leftovers(target)) await rm(path, { recursive: true, force: true });
}

/** Puts a folder back that a kill between the two renames of a replacement left under its temporary name. */
export async function restoreEarlier(target: string): Promise<boolean> {
  const earlier = (await leftovers(target)).find(({ isEarlier }) => isEarlier);
  if (!earlier || (await readdir(dirname(target))).includes(basename(target))) return false;
  await rename(earlier.path, target);
  return true;
}

/** Temporary folders of the target whose processes are gone. */
async function leftovers(target: string): Promise<{ path: string; isEarlier: boolean }[]> {
  const folder = dirname(target);
  const start = prefix(target);
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    // No folder, nothing left behind; whether the target can be made is found out later.
    if (isAbsent(error)) return [];
    throw error;
  }
  return names.flatMap((name) => {
    const match = name.startsWith(start) ? /^(\d+)\.[0-9a-f]{12}(-old)?\.tmp$/.exec(name.slice(start.length)) : null;
    const path = join(folder, name);
    if (!match || active.has(path) || (Number(match[1]) !== process.pid && isRunning(Number(match[1])))) return [];
    return [{ path, isEarlier: match[2] !== undefined }];
  });
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
