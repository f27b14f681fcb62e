import type { FileHandle } from 'node:fs/promises';
import {
  HeteroGraphError,
  nodeModule,
  type RunOptions,
  throwIfAborted,
  yieldToEventLoop,
} from '../../../core/index.js';

const { randomUUID } = nodeModule<typeof import('node:crypto')>('node:crypto');
const { existsSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { mkdir, open, rename, rm } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { basename, dirname, join, resolve } = nodeModule<typeof import('node:path')>('node:path');

export interface WriteOptions extends RunOptions {
  /** Replace a folder that is there; default: refuse. */
  readonly overwrite?: boolean;
}

/** Writes one file of the folder from pieces of text. */
export type WriteFile = (name: string, pieces: Iterable<string>) => Promise<void>;

const FLUSH_CHARS = 1 << 18;

/**
 * Lets `fill` write files into a hidden sibling of `folder` and renames that when all is done: the folder is there as a
 * whole or not at all.
 *
 * @throws {HeteroGraphError} TARGET_EXISTS, ABORTED
 */
export async function writeFolder(
  folder: string,
  options: WriteOptions,
  fill: (write: WriteFile) => Promise<void>,
): Promise<void> {
  const target = resolve(folder);
  if (existsSync(target) && !options.overwrite) {
    throw new HeteroGraphError('TARGET_EXISTS', 'There is something at the target already.', {
      file: folder,
      hint: 'Choose another folder or pass overwrite: true.',
    });
  }
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  await mkdir(temporary, { recursive: true });
  try {
    await fill(async (name, pieces) => {
      const handle = await open(join(temporary, name), 'w');
      try {
        await writePieces(handle, pieces, options.signal);
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
    throwIfAborted(options.signal);
    if (options.overwrite) await rm(target, { recursive: true, force: true });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

async function writePieces(handle: FileHandle, pieces: Iterable<string>, signal: AbortSignal | undefined) {
  let pending = '';
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < FLUSH_CHARS) continue;
    throwIfAborted(signal);
    await handle.appendFile(pending);
    pending = '';
    await yieldToEventLoop();
  }
  await handle.appendFile(pending);
}
