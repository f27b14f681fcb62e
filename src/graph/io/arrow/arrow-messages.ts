import { dictionariesOf, type RawField, readFields, unreadableType } from './arrow-fields.js';
import { type Message, nullBatch, nullFields, unpacked } from './arrow-rewrite.js';
import { type Footer, type MessageHead, Verifier, verifyFooter, verifyMessage, viewOf } from './arrow-verify.js';
import { ByteQueue } from './byte-queue.js';

const MAX_METADATA_BYTES = 1 << 26;
const CONTINUATION = 0xffffffff;
const MAGIC = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31];
/** The magic word of a file and its padding. */
const FILE_START = 8;

/** A column that the Arrow library cannot read, and why. */
export type OnUnreadable = (column: string, type: string) => void;

/**
 * Splits an Arrow IPC file or stream into whole messages, each checked: a stream again, whatever it was, with dictionaries
 * before the batches that use them, buffers unpacked, and columns of the type Null for those that cannot be read. A file is
 * a stream between two magic words, so it need not be held in memory, but for files whose schema or dictionaries are found
 * by what stands at the end only, as Polars writes them. The messages are copies.
 *
 * @param onUnreadable is told of every column that is replaced, and may throw
 * @throws {RangeError} where lengths or metadata are damaged or the bytes end too early
 */
export async function* arrowMessages(
  chunks: AsyncIterable<Uint8Array>,
  onUnreadable: OnUnreadable,
): AsyncGenerator<Uint8Array> {
  const bytes = new ByteQueue(chunks);
  try {
    let plan: Plan | undefined;
    for await (const message of messagesOf(bytes)) {
      if (!plan) {
        if (message.kind !== 'schema') throw new RangeError('The schema must come first.');
        plan = planOf(message, onUnreadable);
        yield framed(nullFields(message.metadata, plan.unreadable), message.body);
        continue;
      }
      if (message.kind === 'schema') throw new RangeError('There are two schemas.');
      const sound = readable(message, plan);
      if (sound) yield sound;
    }
    if (!plan) throw new RangeError('There is no schema.');
  } finally {
    await bytes.close();
  }
}

/** What is known of the columns of a file. */
interface Plan {
  readonly fields: readonly RawField[];
  readonly unreadable: readonly RawField[];
  /** Dictionaries that columns are read with. */
  readonly dictionaries: ReadonlySet<bigint>;
}

interface Found extends Message, MessageHead {
  /** All its bytes. */
  readonly whole: Uint8Array;
}

function planOf({ metadata, header }: Found, onUnreadable: OnUnreadable): Plan {
  const fields = readFields(metadata, header);
  const unreadable: RawField[] = [];
  for (const field of fields) {
    const type = unreadableType(field);
    if (type === undefined) continue;
    unreadable.push(field);
    onUnreadable(field.name, type);
  }
  const readable = fields.filter((field) => !unreadable.includes(field));
  return { fields, unreadable, dictionaries: new Set(readable.flatMap(dictionariesOf)) };
}

/** A message as the Arrow library can read it; undefined for dictionaries that no column needs. */
function readable(message: Found, { fields, unreadable, dictionaries }: Plan): Uint8Array | undefined {
  const { kind, metadata, body, whole } = message;
  let batch: number | undefined = message.header;
  if (kind === 'dictionary') {
    if (!dictionaries.has(dictionaryId(message))) return undefined;
    batch = new Verifier(metadata).reference(message.header, 1);
    if (batch === undefined) throw new RangeError('A dictionary has no data.');
  }
  const isWhole = kind === 'dictionary' || unreadable.length === 0;
  const kept = isWhole ? metadata : nullBatch(metadata, batch, fields, (field) => unreadable.includes(field));
  const plain = unpacked({ metadata: kept, body }, batch);
  return plain.metadata === metadata ? whole : framed(plain.metadata, plain.body);
}

/** A message with its prefix. */
function framed(metadata: Uint8Array, body: Uint8Array): Uint8Array {
  const length = (metadata.length + 7) & ~7;
  const bytes = new Uint8Array(8 + length + body.length);
  const view = viewOf(bytes);
  view.setUint32(0, CONTINUATION, true);
  view.setUint32(4, length, true);
  bytes.set(metadata, 8);
  bytes.set(body, 8 + length);
  return bytes;
}

/** The messages of a file or stream, dictionaries of a file before the first batch. */
async function* messagesOf(bytes: ByteQueue): AsyncGenerator<Found> {
  const head = await bytes.peek(FILE_START);
  const isFile = MAGIC.every((byte, i) => head[i] === byte);
  // What comes before the first batch of a file is kept: it may turn out that dictionaries come behind it.
  const start: Uint8Array[] = [];
  if (isFile) start.push(await bytes.take(FILE_START));
  const waiting: Found[] = [];
  let missing: Set<bigint> | undefined;
  let isStreaming = !isFile;
  for (;;) {
    let next: { size: number; message: (bytes: Uint8Array) => Found } | undefined;
    try {
      next = await nextMessage(bytes);
    } catch (error) {
      // Polars writes files whose first message lacks the length that belongs before it.
      if (!isFile || missing || !(error instanceof RangeError)) throw error;
      yield* fileMessages(joined([...start, await bytes.rest()]));
      return;
    }
    if (!next) break;
    const taken = await bytes.take(next.size);
    const message = next.message(taken);
    if (isStreaming) {
      yield message;
      continue;
    }
    start.push(taken);
    if (message.kind === 'schema' && !missing) {
      missing = new Set(readFields(message.metadata, message.header).flatMap(dictionariesOf));
    } else if (!missing || message.kind === 'batch') {
      if (!missing || missing.size > 0) {
        yield* fileMessages(joined([...start, await bytes.rest()]));
        return;
      }
      isStreaming = true;
    } else missing.delete(dictionaryId(message));
    waiting.push(message);
    if (!isStreaming) continue;
    yield* waiting;
    start.length = 0;
  }
  const rest = await bytes.rest();
  if (!isStreaming) {
    if (!missing) {
      yield* fileMessages(joined([...start, rest]));
      return;
    }
    yield* waiting;
  }
  // A file that was cut off lacks the magic word at its end; a stream may end anywhere between messages.
  if (isFile && !endsInMagic(rest)) throw cutShort();
}

function dictionaryId({ metadata, header }: Found): bigint {
  return new Verifier(metadata).scalar(header, 0, (view, at) => view.getBigInt64(at, true)) ?? 0n;
}

/** Size of the message that comes next, and how its bytes are read; undefined at the end, whose mark is taken. */
async function nextMessage(bytes: ByteQueue) {
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
  const head = verifyMessage(metadata);
  const end = prefix + length;
  const message = (taken: Uint8Array): Found => ({
    ...head,
    whole: taken,
    metadata: taken.subarray(prefix, end),
    body: taken.subarray(end),
  });
  return { size: end + head.bodyLength, message };
}

/** The messages of a whole file by the list at its end. */
function* fileMessages(bytes: Uint8Array): Generator<Found> {
  const { footer, metadata, end } = readFooter(bytes);
  yield schemaMessage(metadata, footer);
  for (const { at, prefix, metadataEnd, size, ...head } of blocksOf(bytes, footer, end)) {
    const whole = bytes.subarray(at, at + size);
    const [from, to] = [prefix, metadataEnd - at];
    yield { ...head, whole, metadata: whole.subarray(from, to), body: whole.subarray(to) };
  }
}

/** The footer of a file, and where it begins. @throws {RangeError} */
export function readFooter(bytes: Uint8Array): { footer: Footer; metadata: Uint8Array; end: number } {
  const lengthAt = bytes.length - MAGIC.length - 4;
  if (!endsInMagic(bytes) || lengthAt < FILE_START) throw cutShort();
  const end = lengthAt - uint32(bytes, lengthAt);
  if (end < FILE_START) throw cutShort();
  const metadata = bytes.slice(end, lengthAt);
  return { footer: verifyFooter(metadata), metadata, end };
}

/** The messages that a footer lists, each verified, none in another. @throws {RangeError} */
export function blocksOf(bytes: Uint8Array, { blocks }: Footer, end: number) {
  const found = blocks.map(({ offset: at, metadataLength, bodyLength }) => {
    if (!(at >= FILE_START && at < end)) throw new RangeError('The list of batches is damaged.');
    const isPrefixed = uint32(bytes, at) === CONTINUATION;
    const prefix = isPrefixed ? 8 : 4;
    const metadataEnd = at + prefix + uint32(bytes, at + prefix - 4);
    if (metadataEnd > end) throw cutShort();
    const head = verifyMessage(bytes.subarray(at + prefix, metadataEnd));
    if (head.kind === 'schema') throw new RangeError('There are two schemas.');
    const size = metadataEnd - at + head.bodyLength;
    const isAsListed = metadataLength === metadataEnd - at && bodyLength === head.bodyLength;
    return { ...head, at, prefix, metadataEnd, size, isAsListed };
  });
  let last = FILE_START;
  for (const { at, size } of [...found].sort((a, b) => a.at - b.at)) {
    if (at < last || at + size > end) throw new RangeError('The list of batches is damaged.');
    last = at + size;
  }
  return found;
}

/** The schema of a footer as a message: a root table that refers to it is put in front. */
function schemaMessage(footer: Uint8Array, { schema, version }: Footer): Found {
  const front = 40;
  const metadata = new Uint8Array(front + footer.length);
  metadata.set(footer, front);
  const view = viewOf(metadata);
  const table = 16;
  view.setUint32(0, table, true);
  // Sizes of the list of slots and of the table, then where its slots lie: version, kind, header, length of the body.
  for (const [i, word] of [12, 24, 8, 10, 4, 16].entries()) view.setUint16(4 + i * 2, word, true);
  view.setInt32(table, table - 4, true);
  view.setUint32(table + 4, front + schema - (table + 4), true);
  view.setInt16(table + 8, version, true);
  view.setUint8(table + 10, 1);
  const none = new Uint8Array(0);
  return { kind: 'schema', bodyLength: 0, header: front + schema, metadata, body: none, whole: none };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function endsInMagic(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[bytes.length - MAGIC.length + i] === byte);
}

function uint32(bytes: Uint8Array, at: number): number {
  if (bytes.length < at + 4) throw cutShort();
  return viewOf(bytes).getUint32(at, true);
}

function cutShort(): RangeError {
  return new RangeError('The bytes end too early.');
}
