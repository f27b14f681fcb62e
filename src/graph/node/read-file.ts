import { HeteroGraphError, nodeModule, type RunOptions, throwIfAborted } from '../../core/index.js';
import { readError } from '../../files/index.js';

const { constants, openSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { open, stat } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { isatty } = nodeModule<typeof import('node:tty')>('node:tty');
const { Socket } = nodeModule<typeof import('node:net')>('node:net');
const { fileURLToPath } = nodeModule<typeof import('node:url')>('node:url');
const { createGunzip } = nodeModule<typeof import('node:zlib')>('node:zlib');

/** Small enough that the strings made of a chunk die young: larger ones cost more in garbage collection than they save. */
export const CHUNK_BYTES = 1 << 17;

/** Name of the stage of progress in which a file is read. */
export function readStage(file: string): string {
  return `read ${file.slice(file.lastIndexOf('/') + 1)}`;
}

/** Blocks of a file or named pipe; a block is valid until the next one is asked for. */
export async function* readFileBlocks(
  source: string | URL,
  file: string,
  options: RunOptions,
): AsyncGenerator<Uint8Array> {
  const refuse = (cause: unknown) => {
    throw readError(cause, file);
  };
  const path = source instanceof URL ? fileURLToPath(source) : source;
  const kind = await stat(path).catch(refuse);
  // Opening or reading a pipe the usual way waits for its writer, and nothing can stop that.
  if (kind.isFIFO()) return yield* readPipe(path, file, options);
  yield* readWhole(await open(path, 'r').catch(refuse), file, options);
}

/** Waits for a writer, and for what it writes, until it is done or the signal is aborted. */
async function* readPipe(path: string, file: string, { signal, onProgress }: RunOptions): AsyncGenerator<Uint8Array> {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw readError(cause, file);
  }
  // It closes the descriptor.
  const socket = new Socket({ fd, readable: true, writable: false });
  const abort = () => socket.destroy();
  signal?.addEventListener('abort', abort);
  let done = 0;
  try {
    throwIfAborted(signal);
    for await (const block of socket) {
      yield block as Uint8Array;
      done += (block as Uint8Array).length;
      onProgress?.({ stage: readStage(file), done, unit: 'bytes' });
    }
  } catch (cause) {
    throwIfAborted(signal);
    throw cause instanceof HeteroGraphError ? cause : readError(cause, file);
  } finally {
    signal?.removeEventListener('abort', abort);
    if (!socket.closed) await new Promise((resolve) => void socket.once('close', resolve).destroy());
  }
}

/** The next block is read while one is in use. */
async function* readWhole(
  handle: Awaited<ReturnType<typeof open>>,
  file: string,
  { onProgress }: RunOptions,
): AsyncGenerator<Uint8Array> {
  let pending: Promise<{ bytesRead: number; buffer: Uint8Array }> | undefined;
  try {
    if (isatty(handle.fd)) throw new Error('It is a terminal');
    const total = (await handle.stat()).size;
    const buffers = [new Uint8Array(CHUNK_BYTES), new Uint8Array(CHUNK_BYTES)];
    const stage = readStage(file);
    let turn = 0;
    let done = 0;
    pending = handle.read(buffers[0]!, 0, CHUNK_BYTES);
    for (;;) {
      const { bytesRead, buffer } = await pending;
      pending = undefined;
      if (bytesRead === 0) return;
      turn ^= 1;
      pending = handle.read(buffers[turn]!, 0, CHUNK_BYTES);
      yield buffer.subarray(0, bytesRead);
      done += bytesRead;
      onProgress?.({ stage, done, total, unit: 'bytes' });
    }
  } catch (cause) {
    throw cause instanceof HeteroGraphError ? cause : readError(cause, file);
  } finally {
    // A read may still be under way when the caller stops early; the handle must not be closed beneath it.
    await pending?.catch(() => undefined);
    await handle.close();
  }
}

export async function* gunzipInNode(
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip({ chunkSize: 1 << 18 });
  let failure: unknown;
  const feed = (async () => {
    try {
      for await (const block of blocks) {
        if (unzip.destroyed) return;
        // The reader uses its buffers again, zlib works on another thread: hand over a copy.
        if (!unzip.write(block.slice())) await drained(unzip);
      }
      unzip.end();
    } catch (error) {
      failure = error;
      unzip.destroy();
    }
  })();
  try {
    for await (const block of unzip) yield block as Uint8Array;
  } catch (cause) {
    throw failure ?? damagedGzip(file, cause);
  } finally {
    unzip.destroy();
    await feed;
  }
  if (failure) throw failure;
}

function drained(stream: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      stream.off('drain', settle).off('close', settle).off('error', settle);
      resolve();
    };
    stream.on('drain', settle).on('close', settle).on('error', settle);
  });
}

export function damagedGzip(file: string, cause: unknown): HeteroGraphError {
  const hint = 'Fetch or pack the file again.';
  return new HeteroGraphError('CORRUPT_FILE', 'The compressed data are damaged or cut short.', { file, cause, hint });
}
