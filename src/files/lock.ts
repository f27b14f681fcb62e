import { HeteroGraphError, isHeteroGraphError, nodeModule, throwIfAborted } from '../core/index.js';
import { isAbsent } from './absent.js';
import { isRunning, startOf } from './process.js';

const { randomBytes } = nodeModule<typeof import('node:crypto')>('node:crypto');
const { link, readdir, readFile, rename, rm, writeFile } =
  nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { setTimeout: wait } = nodeModule<typeof import('node:timers/promises')>('node:timers/promises');
const { hostname } = nodeModule<typeof import('node:os')>('node:os');
const { join } = nodeModule<typeof import('node:path')>('node:path');

const LOCK = 'run.lock';
const MAX_ATTEMPTS = 100;

/** Who holds a lock: process, machine, start of the process, and a word of its own for every time a lock is taken. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly start: string;
  readonly token: string;
}

export interface LockOptions {
  /** How long to try again where another holds the lock; default 0: once. */
  readonly waitMs?: number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reserves a folder for this process until the returned function is called; where another holds it for a moment, that can be waited for.
 *
 * @throws {HeteroGraphError} RUN_BUSY; ABORTED
 */
export async function lockFolder(
  folder: string,
  { waitMs = 0, signal }: LockOptions = {},
): Promise<() => Promise<void>> {
  const end = performance.now() + waitMs;
  for (;;) {
    throwIfAborted(signal);
    try {
      return await lockNow(folder);
    } catch (error) {
      if (!isHeteroGraphError(error) || error.code !== 'RUN_BUSY' || performance.now() >= end) throw error;
      // Not in step with others that wait.
      await wait(5 + 20 * (performance.now() % 1));
    }
  }
}

/**
 * Reserves a folder for this process until the returned function is called. Of any number of processes and calls that try at
 * the same time one succeeds. The lock of a process of this machine that no longer runs is taken over.
 *
 * A lock is a file that appears with its whole content at once (a hard link). A lock left by a dead process is taken over by
 * the one that makes the file `run.lock.TOKEN.taken` for it, which only one can; it then puts its own lock in place.
 *
 * @throws {HeteroGraphError} RUN_BUSY
 */
async function lockNow(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK);
  const token = randomBytes(8).toString('hex');
  const own = `${path}.${token}.tmp`;
  await writeFile(own, `${process.pid} ${hostname()} ${startOf(process.pid)} ${token}\n`, { flag: 'wx' });
  try {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if ((await linked(own, path)) || (await takenFromGone(own, path))) {
        await removeLeftovers(folder);
        return () => rm(path, { force: true });
      }
    }
    throw busy(path);
  } finally {
    await rm(own, { force: true });
  }
}

/** Takes over the lock that is there where its process is gone. False: there is none by now. @throws {HeteroGraphError} RUN_BUSY */
async function takenFromGone(own: string, path: string): Promise<boolean> {
  const holder = await readHolder(path);
  if (holder === undefined) return false;
  if (isAlive(holder)) throw busy(path, holder);
  return takeOver(own, path, holder);
}

/**
 * Tries to replace the lock of a process that is gone. False: it was replaced or removed by another meanwhile.
 *
 * @throws {HeteroGraphError} RUN_BUSY
 */
async function takeOver(own: string, path: string, lock: Holder, gone = lock): Promise<boolean> {
  const claim = `${path}.${gone.token}.taken`;
  if (!(await linked(own, claim))) {
    const other = await readHolder(claim);
    if (other === undefined) return false;
    if (isAlive(other)) throw busy(path, other);
    // The process that was taking over is gone too: its claim is taken over the same way.
    return takeOver(own, path, lock, other);
  }
  // A claim that a new holder cleared away can be made once more: then the lock is another one by now.
  const current = await readHolder(path);
  if (current?.token !== lock.token) {
    await rm(claim, { force: true });
    return false;
  }
  await rename(own, path);
  return true;
}

/** Whether the second name could be given to the file; false where the name is taken. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EMLINK') throw error;
  }
  // A file system without hard links: the file appears empty and is filled at once.
  try {
    await writeFile(to, await readFile(from), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined where there is no lock. */
async function readHolder(path: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  const match = /^(\d+) (\S*) (\S+) ([0-9a-f]{16})\n$/.exec(text);
  if (match) return { pid: Number(match[1]), host: match[2]!, start: match[3]!, token: match[4]! };
  throw new HeteroGraphError('RUN_BUSY', 'The folder has a lock that does not say whose it is.', {
    file: path,
    hint: 'If no process uses the folder, remove this file.',
  });
}

/** Of a process of another machine nothing is known: it counts as running. */
function isAlive({ pid, host, start }: Holder): boolean {
  if (host !== hostname()) return true;
  return isRunning(pid) && (start === '-' || startOf(pid) === '-' || startOf(pid) === start);
}

function busy(path: string, holder?: Holder): HeteroGraphError {
  const who = holder ? `Process ${holder.pid} on ${holder.host}` : 'Another process';
  return new HeteroGraphError('RUN_BUSY', `${who} is using this folder.`, {
    file: path,
    hint: 'Wait for it, choose another folder, or remove the file if that process is gone.',
  });
}

/** Removes claims on earlier locks, and what processes left that were killed before their lock had its name. The lock is held. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const kind = /^run\.lock\.[0-9a-f]{16}\.(taken|tmp)$/.exec(name)?.[1];
    if (kind === undefined) continue;
    const path = join(folder, name);
    const holder = kind === 'tmp' ? await readHolder(path).catch(() => undefined) : undefined;
    if (kind === 'taken' || (holder && !isAlive(holder))) await rm(path, { force: true });
  }
}
