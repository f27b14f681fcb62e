import { type Data, DataType } from 'apache-arrow';
import { HeteroGraphError } from '../../core/index.js';
import { utf8Column } from './make.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Offsets are int32. */
export const MAX_TEXT_BYTES = 2 ** 31 - 1;

/**
 * A text column of `length` strings; null and undefined become null.
 *
 * @throws {HeteroGraphError} TOO_LARGE above 2^31 - 1 bytes
 */
export function textColumn(length: number, get: (row: number) => string | null | undefined): Data {
  const offsets = new Int32Array(length + 1);
  let valid: Uint8Array | undefined;
  let bytes = new Uint8Array(Math.max(64, length * 12));
  let at = 0;
  for (let i = 0; i < length; i++) {
    const value = get(i);
    if (typeof value === 'string') {
      if (at + value.length * 3 > bytes.length) bytes = grown(bytes, at, value.length * 3);
      at += encoder.encodeInto(value, bytes.subarray(at)).written;
    } else {
      valid ??= new Uint8Array(length).fill(1);
      valid[i] = 0;
    }
    offsets[i + 1] = at;
  }
  return utf8Column(bytes.slice(0, at), offsets, valid);
}

function grown(bytes: Uint8Array, used: number, more: number): Uint8Array<ArrayBuffer> {
  if (used + more > 3 * MAX_TEXT_BYTES) tooLarge();
  const larger = new Uint8Array(Math.max(Math.ceil(bytes.length * 1.5), used + more));
  if (used > MAX_TEXT_BYTES) tooLarge();
  larger.set(bytes.subarray(0, used));
  return larger;
}

function tooLarge(): never {
  throw new HeteroGraphError('TOO_LARGE', 'A text column may hold 2 GiB at most.', {
    hint: 'Keep long texts outside of the graph and store a reference.',
  });
}

/** The strings of a text column; null where null. */
export function texts(data: Data): (string | null)[] {
  const out = new Array<string | null>(data.length);
  const read = anyTextReader(data);
  for (let i = 0; i < out.length; i++) out[i] = data.nullCount > 0 && !data.getValid(i) ? null : read(i);
  return out;
}

/** A function that decodes one row of any text column of Arrow, whose own reader drops U+FEFF at the beginning. */
export function anyTextReader(data: Data): (row: number) => string {
  if (!DataType.isUtf8View(data.type)) return textReader(data);
  const bytes = data.values as Uint8Array;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const buffers = data.variadicBuffers as readonly Uint8Array[];
  return (row) => {
    const at = row * 16;
    const length = view.getInt32(at, true);
    // Texts of up to 12 bytes lie in the view itself, others in a buffer that it names.
    if (length <= 12) return decoder.decode(bytes.slice(at + 4, at + 4 + length));
    const from = view.getInt32(at + 12, true);
    return decoder.decode(buffers[view.getInt32(at + 8, true)]!.slice(from, from + length));
  };
}

/** A function that decodes one row. Bytes over shared memory are copied, since decoders refuse to read there. */
export function textReader(data: Data): (row: number) => string {
  const offsets = data.valueOffsets as Int32Array | BigInt64Array;
  const bytes = data.values as Uint8Array;
  const shared = !(bytes.buffer instanceof ArrayBuffer);
  return (row) => {
    const from = Number(offsets[row]!);
    const to = Number(offsets[row + 1]!);
    if (to - from <= 24) {
      let text = '';
      let i = from;
      while (i < to && bytes[i]! < 128) text += String.fromCharCode(bytes[i++]!);
      if (i === to) return text;
    }
    return decoder.decode(shared ? bytes.slice(from, to) : bytes.subarray(from, to));
  };
}
