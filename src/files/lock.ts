import { HeteroGraphError, nodeModule } from '../core/index.js';
import { isRunning } from './process.js';

const { readFile, rm, writeFile } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { hostname } = nodeModule<typeof import('node:os')>('node:os');
const { join } = nodeModule<typeof import('node:path')>('node:path');

const LOCK = 'run.lock';

/**
 * Reserves a folder for this process until the returned function is called. The lock of a process of this machine that no
 * longer runs is replaced.
 *
 * @throws {HeteroGraphError} RUN_BUSY
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
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
      throw new HeteroGraphError('RUN_BUSY', `Process ${pid} on ${host} is using this folder.`, {
        file: path,
        hint: 'Wait for it, choose another folder, or remove the file if that process is gone.',
      });
    }
    await rm(path, { force: true });
  }
}
