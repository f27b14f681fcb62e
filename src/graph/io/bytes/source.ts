import { HeteroGraphError, type RunOptions, throwIfAborted, wrongArgument } from '../../../core/index.js';
import { CHUNK_BYTES, damagedGzip, gunzipInNode, readFileBlocks, readStage } from '../../node/read-file.js';
import { encodeUtf8 } from './utf8.js';

/** Bytes with a name for messages: a response body, a socket, a buffer. They are taken as they are, never unpacked. */
export interface NamedStream {
  readonly name: string;
  readonly bytes:
    | AsyncIterable<Uint8Array>
    | Iterable<Uint8Array>
    | ReadableStream<Uint8Array>
    | Uint8Array
    | ArrayBuffer;
}

/** The contents of a file as text. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * What readers read. In Node a path or a `file:` URL; everywhere a `Blob` or `File`, an `ArrayBuffer`, a `Uint8Array`, a
 * `ReadableStream`, or bytes or text with a name. Files whose name ends in `.gz` are unpacked.
 */
export type FileSource =
  | string
  | URL
  | Blob
  | ArrayBuffer
  | Uint8Array
  | ReadableStream<Uint8Array>
  | NamedStream
  | NamedText;

/** The name of a source in messages. */
export function sourceName(source: FileSource): string {
  if (typeof source === 'string') return source;
  if (source instanceof URL) return source.pathname;
  const isSource = typeof source === 'object' && source !== null;
  if (isSource && 'name' in source && typeof source.name === 'string') return source.name;
  if (source instanceof Blob) return 'blob';
  return source instanceof ReadableStream ? 'stream' : 'bytes';
}

export function asFileList(files: FileSource | readonly FileSource[]): readonly FileSource[] {
  return Array.isArray(files) ? files : [files as FileSource];
}

/**
 * The bytes of a source, about 128 KiB at a time. A chunk is valid until the next one is asked for, since its memory may be
 * used again.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE, ABORTED; all name the file.
 */
export async function* readBytes(source: FileSource, options: RunOptions = {}): AsyncGenerator<Uint8Array> {
  throwIfAborted(options.signal);
  for await (const block of blocksOf(source, options)) {
    throwIfAborted(options.signal);
    yield block;
  }
}

function blocksOf(source: FileSource, options: RunOptions): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  const file = sourceName(source);
  const isPacked = file.endsWith('.gz');
  if (typeof source === 'string' || source instanceof URL) {
    const blocks = readFileBlocks(source, file, options);
    return isPacked ? gunzipInNode(blocks, file) : blocks;
  }
  if (source instanceof Blob) {
    const blocks = withProgress(chunksOf(source.stream()), file, source.size, options);
    return isPacked ? gunzip(blocks, file) : blocks;
  }
  if (source instanceof ReadableStream || source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    return chunksOf(source);
  }
  const { text, bytes } = (source ?? {}) as Partial<NamedText & NamedStream>;
  if (typeof text === 'string') return chunksOf(encodeUtf8(text));
  if (isBytes(bytes)) return chunksOf(bytes);
  throw wrongArgument(source, 'The file', 'a path, a URL, a Blob, bytes, a stream, or bytes or text with a name');
}

/** Whether chunks can be taken of it. */
function isBytes(bytes: NamedStream['bytes'] | undefined): bytes is NamedStream['bytes'] {
  if (typeof bytes !== 'object' || bytes === null) return false;
  return (
    bytes instanceof ArrayBuffer || Symbol.asyncIterator in bytes || Symbol.iterator in bytes || 'getReader' in bytes
  );
}

/** Whole buffers are cut into chunks, so that what is made of a chunk can be freed before the next. */
function chunksOf(bytes: NamedStream['bytes']): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (bytes instanceof ArrayBuffer) return slices(new Uint8Array(bytes));
  if (bytes instanceof Uint8Array) return slices(bytes);
  // Not every browser can iterate over a stream.
  return bytes instanceof ReadableStream ? readAll(bytes) : bytes;
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

async function* readAll(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function* withProgress(
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  total: number,
  { onProgress }: RunOptions,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const block of blocks) {
    yield block;
    done += block.length;
    onProgress?.({ stage: readStage(file), done, total, unit: 'bytes' });
  }
}

async function* gunzip(blocks: AsyncGenerator<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await blocks.next();
      if (done) controller.close();
      else controller.enqueue(value.slice());
    },
    cancel: () => void blocks.return(undefined),
  });
  try {
    yield* readAll(packed.pipeThrough(new DecompressionStream('gzip')));
  } catch (cause) {
    if (cause instanceof HeteroGraphError) throw cause;
    throw damagedGzip(file, cause);
  }
}
