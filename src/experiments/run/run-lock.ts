import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { HeteroGraphError } from '../../core/index.js';

const LOCK = 'run.lock';

/**
 * Keeps a run folder for this process until the returned function is called. A lock that a killed process left on this machine is
 * taken over.
 *
 * @throws {HeteroGraphError} RUN_BUSY
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK);
  const text = `${process.pid} ${hostname()}\n`;
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(path, text, { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readFile(path, 'utf8').catch(() => '');
    const [pid, host] = holder.trim().split(' ');
    const isGone = host === hostname() && !isRunning(Number(pid));
    // A lock that was cut short while it was written names nobody.
    if ((!isGone && holder !== '') || attempt > 3) {
      throw new HeteroGraphError('RUN_BUSY', `Process ${pid} on ${host} works on this run.`, {
        file: path,
        hint: 'Wait for it, give another --out, or remove the file if that process is gone.',
      });
    }
    await rm(path, { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
