import { HeteroGraphError, nodeModule, type RunOptions, throwIfAborted } from '../../../core/index.js';

const { open } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { basename } = nodeModule<typeof import('node:path')>('node:path');
const { fileURLToPath } = nodeModule<typeof import('node:url')>('node:url');
const { createGunzip } = nodeModule<typeof import('node:zlib')>('node:zlib');

/** Bytes that come from somewhere else than a file: a response body, a socket, a buffer. `name` is used in errors. */
export interface NamedStream {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** A path (a name ending in `.gz` is unpacked on the way), a `file:` URL, or a named stream of bytes. */
export type FileSource = string | URL | NamedStream;

/** Small enough that the strings made of a chunk die young: larger ones cost more in garbage collection than they save. */
const CHUNK_BYTES = 1 << 17;

export function sourceName(source: FileSource): string {
  if (typeof source === 'string') return source;
  return source instanceof URL ? source.pathname : source.name;
}

export function asFileList(files: FileSource | readonly FileSource[]): readonly FileSource[] {
  return Array.isArray(files) ? files : [files as FileSource];
}

/**
 * Yields the bytes of a source, about 128 KiB at a time. A yielded chunk is valid until the next one is asked for: the
 * buffers are used again. The next block is read while the caller works on the present one.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE, ABORTED; all name the file.
 */
export async function* readBytes(source: FileSource, options: RunOptions = {}): AsyncGenerator<Uint8Array> {
  throwIfAborted(options.signal);
  const file = sourceName(source);
  const named = typeof source === 'object' && !(source instanceof URL) ? source : undefined;
  const raw = named ? named.bytes : readFileBlocks(toPath(source as string | URL), file, options);
  const blocks = file.endsWith('.gz') && !named ? gunzip(raw, file) : raw;
  for await (const block of blocks) {
    throwIfAborted(options.signal);
    yield block;
  }
}

function toPath(source: string | URL): string {
  return source instanceof URL ? fileURLToPath(source) : source;
}

async function* readFileBlocks(path: string, file: string, { onProgress }: RunOptions): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw fileError(cause, file);
  });
  let pending: Promise<{ bytesRead: number; buffer: Uint8Array }> | undefined;
  try {
    const total = (await handle.stat()).size;
    const buffers = [new Uint8Array(CHUNK_BYTES), new Uint8Array(CHUNK_BYTES)];
    const stage = `read ${basename(file)}`;
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
    throw cause instanceof HeteroGraphError ? cause : fileError(cause, file);
  } finally {
    // A read may still be under way when the caller stops early; the handle must not be closed beneath it.
    await pending?.catch(() => undefined);
    await handle.close();
  }
}

async function* gunzip(
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
    throw (
      failure ??
      new HeteroGraphError('CORRUPT_FILE', 'The compressed data are damaged or cut short.', {
        file,
        cause,
        hint: 'Fetch or pack the file again.',
      })
    );
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

export function fileError(cause: unknown, file: string): HeteroGraphError {
  if ((cause as NodeJS.ErrnoException)?.code === 'ENOENT') {
    return new HeteroGraphError('FILE_NOT_FOUND', 'There is no such file.', { file, cause, hint: 'Check the path.' });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new HeteroGraphError('FILE_UNREADABLE', `The file cannot be read: ${reason}.`, { file, cause });
}
