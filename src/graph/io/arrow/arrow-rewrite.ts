import { decompress } from 'fzstd';
import { HeteroGraphError } from '../../../core/index.js';
import { type RawField, shareOf } from './arrow-fields.js';
import { type MessageHead, Verifier, viewOf } from './arrow-verify.js';
import { unpackLz4 } from './lz4.js';

/** A message: its metadata, and the buffers that belong to them. */
export interface Message {
  readonly metadata: Uint8Array;
  readonly body: Uint8Array;
}

/** Slots of the tables that are changed. */
const FIELD = { type: 2, dictionary: 4, children: 5 };
const BATCH = { nodes: 1, buffers: 2, compression: 3, views: 4 };
const BODY_LENGTH = 3;
const MAX_UNPACKED_BYTES = 2 ** 30;

/** The schema with columns of the type Null in place of some. */
export function nullFields(metadata: Uint8Array, fields: readonly RawField[]): Uint8Array {
  let bytes: Uint8Array = metadata.slice();
  for (const { at } of fields) {
    const verifier = new Verifier(bytes);
    const view = viewOf(bytes);
    verifier.scalar(at, FIELD.type, (_, to) => view.setUint8(to, 1));
    const children = verifier.reference(at, FIELD.children);
    if (children !== undefined) view.setUint32(children, 0, true);
    bytes = withoutSlot(bytes, at, FIELD.dictionary);
  }
  return bytes;
}

/** The metadata of a record batch at `batch` without the buffers of the columns that {@link nullFields} made null. */
export function nullBatch(
  metadata: Uint8Array,
  batch: number,
  fields: readonly RawField[],
  isNull: (field: RawField) => boolean,
): Uint8Array {
  const bytes = metadata.slice();
  const verifier = new Verifier(bytes);
  const view = viewOf(bytes);
  const lists = (['views', 'nodes', 'buffers'] as const).map((name) => ({
    name,
    at: verifier.reference(batch, BATCH[name]),
    width: name === 'views' ? 8 : 16,
    from: 0,
    to: 0,
  }));
  for (const field of fields) {
    const share = shareOf(field);
    for (const list of lists) {
      const { at, width, from } = list;
      const count = share[list.name];
      if (count === 0) continue;
      if (at === undefined || from + count > view.getUint32(at, true)) throw new RangeError('A batch lacks buffers.');
      // Buffers that views point into come with the others.
      if (list.name === 'views') {
        for (let i = 0; i < count; i++) share.buffers += Number(view.getBigInt64(at + 4 + (from + i) * 8, true));
      }
      // The node of a null column stays, with all its rows null.
      const kept = isNull(field) ? (list.name === 'nodes' ? 1 : 0) : count;
      const start = at + 4 + from * width;
      const target = at + 4 + list.to * width;
      bytes.copyWithin(target, start, start + kept * width);
      if (isNull(field) && kept === 1) view.setBigInt64(target + 8, view.getBigInt64(target, true), true);
      list.from += count;
      list.to += kept;
    }
  }
  for (const { at, to } of lists) if (at !== undefined) view.setUint32(at, to, true);
  return bytes;
}

/**
 * The message with its buffers unpacked; itself where they are not packed.
 *
 * @throws {RangeError} where they are damaged; {HeteroGraphError} TOO_LARGE where they would take more than 1 GiB
 */
export function unpacked({ metadata, body }: Message, batch: number): Message {
  const found = new Verifier(metadata);
  const compression = found.reference(batch, BATCH.compression);
  if (compression === undefined) return { metadata, body };
  const codec = found.scalar(compression, 0, (view, at) => view.getInt8(at)) ?? 0;
  if (codec !== 0 && codec !== 1) throw new RangeError(`The codec number ${codec} is none of Arrow's.`);
  const bytes = withoutSlot(metadata, batch, BATCH.compression);
  const view = viewOf(bytes);
  const verifier = new Verifier(bytes);
  const buffers = verifier.reference(batch, BATCH.buffers);
  const parts: { at: number; bytes: Uint8Array }[] = [];
  let end = 0;
  for (let i = 0; buffers !== undefined && i < view.getUint32(buffers, true); i++) {
    const entry = buffers + 4 + i * 16;
    const [start, length] = [Number(view.getBigInt64(entry, true)), Number(view.getBigInt64(entry + 8, true))];
    if (!(start >= 0 && length >= 0 && start + length <= body.length)) throw new RangeError('A buffer is cut short.');
    const part = unpackBuffer(body.subarray(start, start + length), codec, MAX_UNPACKED_BYTES - end);
    view.setBigInt64(entry, BigInt(end), true);
    view.setBigInt64(entry + 8, BigInt(part.length), true);
    parts.push({ at: end, bytes: part });
    end = (end + part.length + 7) & ~7;
  }
  const whole = new Uint8Array(end);
  for (const part of parts) whole.set(part.bytes, part.at);
  verifier.scalar(verifier.root(), BODY_LENGTH, (_, at) => view.setBigInt64(at, BigInt(end), true));
  return { metadata: bytes, body: whole };
}

/** Whether the buffers of a record batch or a dictionary are compressed. */
export function isPacked(metadata: Uint8Array, header: number, kind: MessageHead['kind']): boolean {
  const verifier = new Verifier(metadata);
  const batch = kind === 'dictionary' ? verifier.reference(header, 1) : header;
  return batch === undefined || verifier.reference(batch, BATCH.compression) !== undefined;
}

/** A buffer begins with its size, which is -1 where it is not packed after all. */
function unpackBuffer(bytes: Uint8Array, codec: number, limit: number): Uint8Array {
  if (bytes.length === 0) return bytes;
  if (bytes.length < 8) throw new RangeError('A compressed buffer is damaged.');
  const size = Number(viewOf(bytes).getBigInt64(0, true));
  const packed = bytes.subarray(8);
  if (size === -1) return packed;
  if (size < 0) throw new RangeError('A compressed buffer is damaged.');
  if (size > limit) {
    throw new HeteroGraphError('TOO_LARGE', 'The compressed buffers of a record batch take more than 1 GiB.', {
      hint: 'Write the file without compression, or with fewer rows in a batch.',
    });
  }
  if (codec === 0) return unpackLz4(packed, size);
  const unpacked = decompress(packed, new Uint8Array(size));
  if (unpacked.length !== size) throw new RangeError('A compressed buffer is damaged.');
  return unpacked;
}

/** The metadata with one slot of a table empty. Tables may share the list of their slots: this one gets its own. */
function withoutSlot(bytes: Uint8Array, table: number, slot: number): Uint8Array {
  const from = viewOf(bytes);
  const slots = table - from.getInt32(table, true);
  const size = from.getUint16(slots, true);
  if (4 + slot * 2 + 2 > size) return bytes.slice();
  const changed = new Uint8Array(bytes.length + ((size + 7) & ~7));
  changed.set(bytes);
  changed.copyWithin(bytes.length, slots, slots + size);
  const view = viewOf(changed);
  view.setUint16(bytes.length + 4 + slot * 2, 0, true);
  view.setInt32(table, table - bytes.length, true);
  return changed;
}
