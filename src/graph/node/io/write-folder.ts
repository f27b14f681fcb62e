import type { FileHandle } from 'node:fs/promises';
import { nodeModule, type RunOptions, throwIfAborted, yieldToEventLoop } from '../../../core/index.js';
import { replaceFolder } from '../../../files/index.js';
import { graphFolders } from '../graph-folders.js';

const { open } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { join, resolve } = nodeModule<typeof import('node:path')>('node:path');

export interface WriteOptions extends RunOptions {
  /** Replace a graph folder that is there, of any format; default: refuse. Other folders are never replaced. */
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
  await replaceFolder(target, options.overwrite ? graphFolders : [], async (temporary) => {
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
  });
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
