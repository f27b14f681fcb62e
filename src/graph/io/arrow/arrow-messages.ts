import { RecordBatchReader, RecordBatchStreamWriter, Table } from 'apache-arrow';
import { type MessageHead, verifyMessage, withoutBlocks } from './arrow-verify.js';

const MAX_METADATA_BYTES = 1 << 26;
const END_OF_STREAM_BYTES = 8;
const CONTINUATION = 0xffffffff;
const MAGIC = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31];

/**
 * Splits an Arrow IPC file or stream into whole messages, each checked: a stream again, whatever it was. A file is a
 * stream between two magic words, so it need not be held in memory; but one that says its schema at the end only, as
 * some writers do, is. The messages are copies.
 *
 * @throws {RangeError} where lengths or metadata are damaged or the bytes end too early
 */
export async function* arrowMessages(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const bytes = new ByteQueue(chunks);
  const head = await bytes.peek(8);
  const isFile = MAGIC.every((byte, i) => head[i] === byte);
  if (isFile) await bytes.take(8);
  let schema: Uint8Array | undefined;
  for (let next = await nextMessage(bytes); next; next = await nextMessage(bytes)) {
    if (!schema && next.kind !== 'schema') {
      if (!isFile) throw new RangeError('The schema must come first.');
      yield (schema = schemaAtEnd(await bytes.rest()));
    }
    const message = await bytes.take(next.size);
    if (next.kind === 'schema') {
      if (schema) throw new RangeError('There are two schemas.');
      schema = message;
    }
    yield message;
  }
  const rest = await bytes.rest();
  if (!schema) {
    if (!isFile) throw new RangeError('There is no schema.');
    yield schemaAtEnd(rest);
  }
  // A file that was cut off lacks the magic word at its end; a stream may end anywhere between messages.
  if (isFile && !endsInMagic(rest)) throw cutShort();
}

/** Kind and size of the message that comes next; undefined at the end, whose mark is taken. */
async function nextMessage(bytes: ByteQueue): Promise<{ kind: MessageHead['kind']; size: number } | undefined> {
  if ((await bytes.peek(1)).length === 0) return undefined;
  let prefix = 4;
  let length = uint32(await bytes.peek(4), 0);
  if (length === CONTINUATION) {
    prefix = 8;
    length = uint32(await bytes.peek(8), 4);
  }
  if (length === 0) {
    await bytes.take(prefix);
    return undefined;
  }
  if (length > MAX_METADATA_BYTES) throw new RangeError('The length of a message is damaged.');
  const metadata = (await bytes.peek(prefix + length)).subarray(prefix);
  if (metadata.length < length) throw cutShort();
  const { kind, bodyLength } = verifyMessage(metadata);
  return { kind, size: prefix + length + bodyLength };
}

/** The schema of the footer as a message. */
function schemaAtEnd(rest: Uint8Array): Uint8Array {
  const end = rest.length - MAGIC.length - 4;
  if (!endsInMagic(rest) || end < 0) throw cutShort();
  const length = uint32(rest, end);
  if (length > end) throw cutShort();
  const footer = withoutBlocks(rest.slice(end - length, end));
  const size = new Uint8Array(Uint32Array.of(length).buffer);
  const reader = RecordBatchReader.from(Uint8Array.from([...MAGIC, 0, 0, ...footer, ...size, ...MAGIC])).open();
  const stream = RecordBatchStreamWriter.writeAll(new Table(reader.schema)).toUint8Array(true);
  return stream.subarray(0, stream.length - END_OF_STREAM_BYTES);
}

function endsInMagic(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[bytes.length - MAGIC.length + i] === byte);
}

function uint32(bytes: Uint8Array, at: number): number {
  if (bytes.length < at + 4) throw cutShort();
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
}

function cutShort(): RangeError {
  return new RangeError('The bytes end too early.');
}

/** Bytes of a stream by number instead of by chunk. */
class ByteQueue {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #buffer = new Uint8Array(0);
  #start = 0;
  #end = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, fewer at the end; valid until the next call. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#end - this.#start < count) if (!(await this.#more())) break;
    return this.#buffer.subarray(this.#start, Math.min(this.#end, this.#start + count));
  }

  /** A copy of the next `count` bytes. @throws {RangeError} where there are fewer */
  async take(count: number): Promise<Uint8Array> {
    const bytes = await this.peek(count);
    if (bytes.length < count) throw cutShort();
    this.#start += count;
    return bytes.slice();
  }

  /** All that is left. */
  async rest(): Promise<Uint8Array> {
    while (await this.#more());
    return this.#buffer.subarray(this.#start, this.#end);
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    if (done) return false;
    const held = this.#end - this.#start;
    if (this.#end + value.length > this.#buffer.length) {
      const room = held + value.length;
      const to = room > this.#buffer.length ? new Uint8Array(room * 2) : this.#buffer;
      to.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = to;
      this.#start = 0;
      this.#end = held;
    }
    this.#buffer.set(value, this.#end);
    this.#end += value.length;
    return true;
  }
}
